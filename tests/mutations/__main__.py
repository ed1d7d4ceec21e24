"""Makes each fault in a copy of the project and sees that a test fails: `bin/bench --mutations [NAME ...]`.

Takes half an hour. Runs on SQLite; on PostgreSQL what shows only in races, and what the part of a sweep that is asked
of the second database must see.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutations.faults import FAULTS, Fault

ROOT = Path(__file__).resolve().parents[2]
BESIDE = (".venv", "node_modules", "src/ruamsuk/core/static/vendor")  # made at set-up, not ours
LONGEST = 900  # seconds; a fault may also make a program go round and round


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutations")
    parser.add_argument("names", nargs="*", help="without one: all")
    parser.add_argument(
        "--postgresql", default="", help="address of a server, for faults that show only there"
    )
    options = parser.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory(prefix="ruamsuk-faults-") as folder:
        copy = Path(folder)
        copy_project(copy)
        for name, fault in FAULTS.items():
            if options.names and name not in options.names:
                continue
            server = options.postgresql if fault.races or fault.second else ""
            can_show = server or not (fault.races or fault.second)
            said = seen(fault, copy, server) if can_show else ""
            missed += not said
            print(f"{name:<16} {said or 'NOT SEEN'}  ({fault.kind})", flush=True)
    print(f"{missed} not seen")
    return int(bool(missed))


def copy_project(copy: Path) -> None:
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in names:
        if name and (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    for name in BESIDE:
        (copy / name).symlink_to(ROOT / name)


def seen(fault: Fault, copy: Path, server: str) -> str:
    """The first test that fails with the fault in it; empty: none."""
    file = copy / "src/ruamsuk" / fault.file
    as_it_stands = file.read_text()
    file.write_text(as_it_stands.replace(fault.stands, fault.written))
    second = ["--second-database"] if fault.second else []
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", *second, *fault.tests.split()],
            cwd=copy,
            env=os.environ | {"PYTHONPATH": f"{copy / 'src'}:{copy}", "DATABASE_URL": server},
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )
    except subprocess.TimeoutExpired:
        return "a test never ended"
    finally:
        file.write_text(as_it_stands)
    # What cannot even be imported is no test that has seen anything.
    failed = re.search(r"^FAILED \S*::(\w+)", done.stdout, re.M)
    return failed[1] if done.returncode == 1 and failed else ""


if __name__ == "__main__":
    sys.exit(main())
