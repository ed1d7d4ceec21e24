"""Lays down a dump of the demo as it is now: `.venv/bin/python -m tests.migrations NAME`; see docs/howto/release.md.

Builds the demo in a folder of its own, adds what the importer makes of real records, and writes
`dumps/NAME.jsonl.xz` and the list of landed migrations. Takes about a minute. Without a name it writes the list only.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path


def main() -> str | None:
    from tests.migrations import dumps

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="?", help="as 2026-11-graded-and-frozen")
    name = parser.parse_args().name
    if edited := dumps.edited(dumps.landed(), dumps.present()):
        return "These migrations have landed and must be as they were: " + ", ".join(edited)
    if name:
        file = dumps.FOLDER / f"{name}.jsonl.xz"
        if file.exists():
            return f"{file.name} is there already: dumps are never written again"
        with tempfile.TemporaryDirectory(prefix="ruamsuk-dump-") as folder:
            lay_down(file, folder)
        print(f"{file.relative_to(dumps.ROOT)}: {file.stat().st_size:,} bytes")  # noqa: T201
    dumps.LANDED.write_text("".join(f"{digest}  {path}\n" for path, digest in dumps.present().items()))
    return None


def lay_down(file: Path, folder: str) -> None:
    from tests.migrations import dumps

    os.environ.update(
        RUAMSUK_MODE="demo",
        RUAMSUK_SECRET_KEY=dumps.SECRET,
        RUAMSUK_DATA_DIR=folder,
        RUAMSUK_EMAIL_URL="console:",
        DATABASE_URL="",
        DJANGO_SETTINGS_MODULE="ruamsuk.config.settings",
    )
    import django  # the environment must stand first

    django.setup()
    from django.core.management import call_command

    from ruamsuk.audit.actions import seal

    for command in ("migrate", "geography", "catalogues", "demo"):
        call_command(command, verbosity=0)
    records = Path(dumps.ROOT, "src/ruamsuk/older_pages/tests/real_records.json")
    with open(os.devnull, "w") as nowhere:
        call_command("import", "records", str(records), stdout=nowhere)
    while seal():
        pass
    for command in ("check-data", "verify-audit"):
        call_command(command)
    dumps.write(file)


if __name__ == "__main__":
    sys.exit(main())
