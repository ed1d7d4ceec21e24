"""bin/test: checks, tests on SQLite, the same tests on its own PostgreSQL, browser tests; one sum at the end."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from _check import check
from _setup import (
    DEV,
    PYTHON,
    ROOT,
    VENV,
    Stop,
    apt_command,
    apt_install,
    frontend_ready,
    python_ready,
    run,
    say,
    step,
)

sys.path.insert(0, str(ROOT))
from tests.browser import chromium  # plain Python: where the browser is

AS_POSTGRES = ["runuser", "-u", "postgres", "--"]  # PostgreSQL refuses to run as root


def main() -> int:
    started = time.monotonic()
    # Hundreds of processes start here, and read what the first of them compiled, whatever the machine says elsewhere.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    python_ready(DEV)
    frontend_ready()
    programs_ready()
    passed, failed = 0, check()
    with tempfile.TemporaryDirectory(prefix="ruamsuk-results-") as folder:
        runs = Path(folder)
        with postgresql() as address:
            for name, arguments, database in (
                ("SQLite", ["-m", "not browser"], ""),
                ("PostgreSQL", ["-m", "not browser", "--second-database"], address),
                ("browser", ["-m", "browser", "tests/e2e"], ""),
            ):
                say(f"\n— {name}")
                good, bad = suite(arguments, database, runs / f"{name}.xml")
                passed, failed = passed + good, failed + bad
    say(f"\n{time.monotonic() - started:.0f} s")
    say(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def programs_ready() -> None:
    """PostgreSQL, Chromium, gettext and pdftotext, where installing is allowed; else a failure names the command."""
    wanted = []
    if not server_programs():
        wanted.append("postgresql")
    if not chromium():
        wanted.append("chromium")
    if not shutil.which("xgettext"):
        wanted.append("gettext")
    if not shutil.which("pdftotext"):
        wanted.append("poppler-utils")
    if wanted:
        apt_install(wanted)
    if not chromium():
        raise Stop(
            "ติดตั้ง Chromium จาก apt ไม่ได้ผลบนเครื่องนี้ (Ubuntu ให้มาเป็น snap)",
            "apt brought no Chromium that runs here (Ubuntu ships it as a snap).",
            f"{VENV}/bin/playwright install --with-deps chromium",
        )


def server_programs() -> Path | None:
    """Folder of the newest PostgreSQL server of the system."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3]))
    if folders:
        return folders[-1].parent
    found = shutil.which("postgres")
    return Path(found).parent if found else None


@contextmanager
def postgresql(kept: Path | None = None, *, durable: bool = False) -> Iterator[str]:
    """A cluster of its own, reached only through a socket in a private folder.

    Gone afterwards, or with its data in `kept` for the next time. `durable`: what it acknowledged outlives its crash.
    """
    programs = server_programs()
    assert programs, "programs_ready() has run"
    folder = Path(tempfile.mkdtemp(prefix="ruamsuk-pg-"))
    prefix = AS_POSTGRES if os.geteuid() == 0 else []
    if prefix:
        shutil.chown(folder, "postgres", "postgres")
    problem = Stop("เริ่ม PostgreSQL ไม่ได้", "PostgreSQL could not be started.", apt_command(["postgresql"]))
    data = kept or folder / "data"
    server = None
    try:
        with step("PostgreSQL สำหรับทดสอบ", "PostgreSQL for the tests"):
            text = ["--encoding=UTF8", "--locale=C.UTF-8"]
            access = ["-U", "postgres", "--auth=trust"]  # the folder is closed to everybody else
            if not (data / "PG_VERSION").exists():
                if prefix and kept:
                    kept.mkdir(parents=True, exist_ok=True)
                    shutil.chown(kept, "postgres", "postgres")
                run(
                    [*prefix, programs / "initdb", "-D", data, *access, *text, "--no-sync"],
                    problem,
                    cwd=folder,
                )
            fast = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
            if not kept:
                # Tables of a few rows: any order of the joins will do, and looking for the best one among eleven took
                # 4 ms, a statement itself 0.3 ms. What is measured (`kept`) is planned as in production.
                fast += ["-c", "join_collapse_limit=4", "-c", "jit=off"]
            if durable:
                fast = []
            private = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}"]
            with (folder / "log").open("w") as log:
                server = subprocess.Popen(
                    [*prefix, programs / "postgres", "-D", data, *private, *fast],
                    cwd=folder,
                    stdout=log,
                    stderr=log,
                )
            for _ in range(100):
                if (folder / ".s.PGSQL.5432").exists():
                    break
                time.sleep(0.1)
            else:
                problem.details = (folder / "log").read_text()
                raise problem
        yield f"postgres://postgres@{str(folder).replace('/', '%2F')}/ruamsuk"
    finally:
        if server:
            # The first line of this file is the server's own pid (ours may be that of runuser).
            pid = data / "postmaster.pid"
            if pid.exists():
                os.kill(int(pid.read_text().split()[0]), signal.SIGINT)
            server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def restart_postgresql(address: str) -> None:
    """The cluster of `postgresql()` ends at once, whatever it does, and is started again."""
    folder = Path(urlsplit(address).netloc.partition("@")[2].replace("%2F", "/"))
    prefix = AS_POSTGRES if os.geteuid() == 0 else []
    programs = server_programs()
    assert programs, "it is running"
    subprocess.run(
        [
            *prefix,
            programs / "pg_ctl",
            "restart",
            "-m",
            "immediate",
            "-w",
            "-D",
            folder / "data",
            "-l",
            folder / "restarted",  # "log" belongs to who began
        ],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def suite(arguments: list[str], database: str, results: Path) -> tuple[int, int]:
    """Runs pytest on both cores; returns how many tests passed and failed. Guards were run by bin/check."""
    code = subprocess.run(
        [
            PYTHON,
            "-m",
            "pytest",
            "-q",
            "-n",
            "2",
            "--durations=20",
            "--no-loadscope-reorder",  # conftest.py says what begins first
            "--ignore=tests/guards",
            f"--junitxml={results}",
            *arguments,
        ],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database},
    ).returncode
    if not results.exists():
        return 0, 1
    counts = ElementTree.parse(results).getroot()[0].attrib
    failed = int(counts["failures"]) + int(counts["errors"])
    skipped = int(counts["skipped"])
    return int(counts["tests"]) - failed - skipped, failed or int(code != 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Stop as problem:
        problem.show()
        say("0 passed, 1 failed")
        sys.exit(1)
