"""Translations: where they are, and how they are compiled without system packages.

The settings compile them (config.settings): no process can load translations before it has read its settings, so
none ever goes on with old ones, and nothing is stored in English because a machine is fresh or was just upgraded.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from ruamsuk.core.stop import Stop

SRC = Path(__file__).resolve().parents[1]


def sources() -> Iterator[Path]:
    """Every app's Thai translation, in the order of the apps' names."""
    yield from sorted(SRC.glob("*/locale/*/LC_MESSAGES/django.po"))


def compile_all() -> int:
    """Compiles what changed since it was compiled last; returns how many files that were."""
    changed = 0
    for source in sources():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        import polib  # most processes find everything compiled and need it never

        written = target.with_suffix(f".{os.getpid()}")
        try:
            polib.pofile(str(source)).save_as_mofile(str(written))
            written.replace(target)  # in one step: a server that starts now never reads half a file
        except OSError as error:
            raise Stop(
                f"คำแปลเก่ากว่าโปรแกรม และเขียน {target} ไม่ได้",
                f"The translations are older than the program, and {target} cannot be written.",
                "สั่ง bin/serve --prepare โดยเจ้าของโปรแกรม · run bin/serve --prepare as the owner of the program",
            ) from error
        changed += 1
    return changed
