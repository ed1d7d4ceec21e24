"""bin/bench: prepares both databases once, then measures each in a process of its own.

Runs on a bare python3, as bin/serve does; what it starts runs inside .venv.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bin"))

from _setup import DEV, PYTHON, Stop, frontend_ready, python_ready, say  # noqa: E402
from _test import postgresql, programs_ready  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="bin/bench",
        description="วัดความเร็วของระบบกับข้อมูลเต็มจำนวน · Measures the speed on the full number of records.",
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--small",
        dest="size",
        action="store_const",
        const="small",
        help="ข้อมูล 1 ใน 20 · a twentieth of the records",
    )
    size.add_argument(
        "--large",
        dest="size",
        action="store_const",
        const="large",
        help="โครงการ 10 เท่า · ten times the projects",
    )
    parser.add_argument("--pages", action="store_true", help="เฉพาะเวลาของแต่ละหน้า · only the pages")
    parser.add_argument(
        "--load", action="store_true", help="เฉพาะผู้ใช้พร้อมกัน 32 และ 64 คน · only 32 and 64 people at once"
    )
    parser.add_argument(
        "--autosave", action="store_true", help="เฉพาะการบันทึกขณะพิมพ์ · only the saving of what is typed"
    )
    parser.add_argument(
        "--contributions",
        action="store_true",
        help="เฉพาะการนับสิ่งที่บันทึกถี่มาก · only the counting of what is recorded hundreds of times a second",
    )
    parser.add_argument(
        "--borders",
        action="store_true",
        help="เฉพาะการย้ายจังหวัดไปเขตอื่นขณะมีผู้บันทึก · only a province that changes its zone while others write",
    )
    parser.add_argument(
        "--finding",
        action="store_true",
        help="เฉพาะการค้นหาคำที่พิมพ์ผิด 300 คำ · only 300 searches of what is mistyped",
    )
    parser.add_argument(
        "--kills",
        action="store_true",
        help="เฉพาะปิดเบราว์เซอร์ 20 ครั้ง และ kill -9 โปรแกรม 200 ครั้งขณะบันทึก · only 20 killed browsers, and 200 × "
        "kill -9 of what runs while programs write",
    )
    parser.add_argument(
        "--api", action="store_true", help="เฉพาะคำขอแปลก ๆ ต่อ API · only what the API answers to odd calls"
    )
    parser.add_argument(
        "--papers", action="store_true", help="เฉพาะเวลาที่ทำเอกสาร PDF · only how long PDF papers take"
    )
    parser.add_argument(
        "--mutations",
        action="store_true",
        help="เฉพาะความผิดพลาดที่ใส่ไว้ให้ชุดทดสอบจับ · only the faults that the tests must see",
    )
    parser.add_argument(
        "--only", default="", metavar="PAGE", help="หน้าที่ชื่อขึ้นต้นด้วย · pages whose name starts so"
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="ฐานข้อมูลเดียว · one database")
    options = parser.parse_args()
    every = [
        "pages",
        "load",
        "autosave",
        "contributions",
        "borders",
        "finding",
        "kills",
        "api",
        "papers",
        "mutations",
    ]
    wanted = [name for name in every if getattr(options, name)]
    wanted = wanted or (["pages"] if options.only else every)
    python_ready(DEV)
    frontend_ready()
    programs_ready()
    size = options.size or "full"
    failed = 0
    measured = [name for name in wanted if name not in ("kills", "api", "mutations")]
    for database in [options.database] if options.database else ["sqlite", "postgresql"]:
        if measured:
            failed |= measure(database, size, measured, options.only)
    if "kills" in wanted:
        failed |= browsers() | kills(options.database)
    if "api" in wanted:
        failed |= api()
    if "papers" in wanted:
        failed |= papers()
    if "mutations" in wanted:
        failed |= mutations()
    return int(bool(failed))


def measure(database: str, size: str, wanted: list[str], only: str) -> int:
    say(f"\n— {database}, {size}")
    folder = ROOT / "var/bench" / size / database
    if database == "sqlite":
        return _measure(folder, "", size, wanted, only)
    with postgresql(folder / "cluster") as address:
        return _measure(folder, address.replace("/ruamsuk", "/postgres"), size, wanted, only)


def _measure(folder: Path, address: str, size: str, wanted: list[str], only: str) -> int:
    environment = os.environ | {
        "RUAMSUK_MODE": "production",
        "RUAMSUK_DATA_DIR": str(folder),
        "RUAMSUK_SECRET_KEY": "only-for-the-bench",
        "RUAMSUK_LOG_LEVEL": "ERROR",
        "RUAMSUK_BASE_URL": "http://127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "ruamsuk.config.settings",
        "DATABASE_URL": address,
        "PYTHONPATH": str(ROOT),
    }
    command = [PYTHON, "-m", "benchmarks.run", size, *wanted, *(["--only", only] if only else [])]
    return subprocess.run(command, env=environment, cwd=ROOT).returncode


def browsers() -> int:
    """The long form of a browser killed while somebody types: twenty random moments."""
    say("\n— browsers killed while typing: 20")
    test = (
        "tests/e2e/test_main_job.py::test_a_browser_killed_while_typing_keeps_what_is_older_than_five_seconds"
    )
    environment = os.environ | {"RUAMSUK_KILLS": "20"}
    return subprocess.run([PYTHON, "-m", "pytest", "-q", test], env=environment, cwd=ROOT).returncode


def kills(only: str | None) -> int:
    """200 × kill -9 of each system: web, worker, import, backup, restore; see benchmarks/kills.py."""
    failed = 0
    for database in [only] if only else ["sqlite", "postgresql"]:
        say(f"\n— kill -9 of whatever runs, while programs write, {database}")
        with tempfile.TemporaryDirectory(prefix="ruamsuk-kills-") as folder, ExitStack() as stack:
            address = stack.enter_context(postgresql(durable=True)) if database == "postgresql" else ""
            address = address.replace("/ruamsuk", "/postgres")
            restarts = ["--restarts", "5"] if address else []
            command = [PYTHON, "-m", "benchmarks.kills", *restarts]
            failed |= subprocess.run(command, env=killed(folder, address), cwd=ROOT).returncode
    return failed


def killed(folder: str, address: str) -> dict[str, str]:
    """The environment of a system that is there to be killed: nothing of the person's own settings."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("RUAMSUK_")}
    return ours | {
        "RUAMSUK_MODE": "production",
        "RUAMSUK_DATA_DIR": folder,
        "RUAMSUK_BASE_URL": "http://127.0.0.1",
        "RUAMSUK_EMAIL_URL": "console:",
        "RUAMSUK_RATE_LIMITS": "false",  # nobody imports so often
        "DJANGO_SETTINGS_MODULE": "ruamsuk.config.settings",
        "DATABASE_URL": address,
    }


def api() -> int:
    """The long form of the calls that the description of the API allows, and of those that it does not; and of writes
    to pages and API that nobody could mean, on both databases."""
    say("\n— odd calls of the API: 60 of each kind for each address")
    command = [PYTHON, "-m", "pytest", "-q", "-n", "2", "tests/test_api_description.py"]
    failed = subprocess.run(command, env=os.environ | {"API_EXAMPLES": "60"}, cwd=ROOT).returncode
    with postgresql() as cluster:
        for name, address in (("SQLite", ""), ("PostgreSQL", cluster)):
            say(f"\n— broken writes to pages and API: 3,000 on {name}")
            command = [PYTHON, "-m", "pytest", "-q", "-s", "tests/test_broken_writes.py"]
            environment = os.environ | {"WRITES": "3000", "DATABASE_URL": address}
            failed |= subprocess.run(command, env=environment, cwd=ROOT).returncode
    return failed


def papers() -> int:
    say("\n— papers, the engine warm")
    command = [PYTHON, "-m", "pytest", "-q", "-s", "-n", "0", "benchmarks/papers.py"]
    return subprocess.run(command, cwd=ROOT).returncode


def mutations() -> int:
    """Faults that somebody might make, each of which a test must see; see tests/mutations."""
    say("\n— faults that the tests must see")
    with postgresql() as server:
        command = [PYTHON, "-m", "tests.mutations", "--postgresql", server]
        return subprocess.run(command, cwd=ROOT).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Stop as problem:
        problem.show()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(1)
