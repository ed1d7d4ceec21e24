"""bin/check: fast, without a database server or a browser.

bin/check --matrix: instead, every address asked as every reader (tests/matrix, docs/howto/matrix.md): some minutes,
on the database of DATABASE_URL, else on SQLite. It prints how many cells there are and how many are wrong.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time

from _setup import DEV, ROOT, VENV, Stop, apt_command, frontend_ready, python_ready, say

CHECKS = {
    "ruff check": ["ruff", "check", "--no-cache", "--quiet", "."],
    "ruff format": ["ruff", "format", "--no-cache", "--check", "--quiet", "."],
    "templates": ["djangofmt", "--check", "--quiet", "src"],
    "import contracts": ["lint-imports", "--no-cache"],
    "guards": ["pytest", "-q", "-n", "2", "tests/guards"],
    "types": ["mypy"],
}
MEND = {
    "ruff format": ".venv/bin/ruff format .",
    "templates": ".venv/bin/djangofmt src   # then look at the difference: white space between words shows",
}


def check() -> int:
    """Runs all checks; prints what failed; returns how many failed."""
    if not shutil.which("xgettext"):
        raise Stop(
            "ต้องมี gettext เพื่อตรวจคำแปล",
            "gettext is needed to check the translations.",
            apt_command(["gettext"]),
        )
    failed, started = 0, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ruamsuk-check-") as folder:
        environment = os.environ | {"RUAMSUK_SECRET_KEY": "only-for-checks", "RUAMSUK_DATA_DIR": folder}
        running = {  # all at once: most of them keep one core busy and leave the other idle
            name: subprocess.Popen(
                [VENV / "bin" / command[0], *command[1:]],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for name, command in CHECKS.items()
        }
        try:
            for name, check in running.items():
                said, _nothing = check.communicate()
                if check.returncode:
                    failed += 1
                    say(said)
                    if name in MEND:
                        say(f"  {MEND[name]}")
                mark = "✗" if check.returncode else "✓"
                say(f"{mark} {name}  (after {time.monotonic() - started:.1f} s)")
        finally:
            for check in running.values():
                check.kill()
    return failed


def matrix() -> int:
    """Asks every cell of the matrix; the suite asks a part of them."""
    return subprocess.run(
        [VENV / "bin" / "pytest", "-q", "-n", "2", "tests/matrix"],
        cwd=ROOT,
        env=os.environ | {"MATRIX": "all"},
    ).returncode


if __name__ == "__main__":
    try:
        python_ready(DEV)
        frontend_ready()
        sys.exit(1 if (matrix() if "--matrix" in sys.argv[1:] else check()) else 0)
    except Stop as problem:
        problem.show()
        sys.exit(1)
