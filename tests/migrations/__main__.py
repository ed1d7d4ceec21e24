"""Lays down a dump of the demo as it is now: `.venv/bin/python -m tests.migrations NAME`; see docs/howto/release.md.

Builds the demo in a folder of its own, adds what the importer makes of real records, and writes
`dumps/NAME.jsonl.xz` and the list of landed migrations. Takes about two minutes.
"""

import os
import sys
import tempfile
from pathlib import Path


def main() -> str | None:
    if len(sys.argv) != 2:
        return "python -m tests.migrations NAME, for example 2026-11-main-job"
    with tempfile.TemporaryDirectory(prefix="ruamsuk-dump-") as folder:
        os.environ.update(
            RUAMSUK_MODE="demo",
            RUAMSUK_SECRET_KEY="only-for-dumps",
            RUAMSUK_DATA_DIR=folder,
            RUAMSUK_EMAIL_URL="console:",
            DATABASE_URL="",
            DJANGO_SETTINGS_MODULE="ruamsuk.config.settings",
        )
        import django  # the environment must stand first

        django.setup()
        return lay_down(sys.argv[1])


def lay_down(name: str) -> str | None:
    from django.core.management import call_command

    from ruamsuk.audit.actions import seal
    from tests.migrations import dumps

    file = dumps.FOLDER / f"{name}.jsonl.xz"
    if file.exists():
        return f"{file.name} is there already: dumps are never written again"
    if edited := dumps.edited(dumps.landed(), dumps.present()):
        return "These migrations have landed and must be as they were: " + ", ".join(edited)
    for command in ("migrate", "geography", "catalogues", "demo"):
        call_command(command, verbosity=0)
    records = Path(dumps.ROOT, "src/ruamsuk/transfer/tests/real_records.json")
    call_command("import", "records", str(records), stdout=open(os.devnull, "w"))  # noqa: SIM115  # ends with us
    while seal():
        pass
    for command in ("check-data", "verify-audit"):
        call_command(command)
    dumps.write(file)
    dumps.LANDED.write_text("".join(f"{digest}  {path}\n" for path, digest in dumps.present().items()))
    print(f"{file.relative_to(dumps.ROOT)}: {file.stat().st_size:,} bytes")  # noqa: T201
    return None


if __name__ == "__main__":
    sys.exit(main())
