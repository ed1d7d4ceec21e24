"""bin/serve: from a bare machine to a running system, and in seconds when everything is there already."""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from _setup import PYTHON, ROOT, VENV, Stop, frontend_ready, python_ready, say

from ruamsuk.core.stop import stop_of_disk


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="bin/serve",
        description="ติดตั้งสิ่งที่ขาดแล้วเริ่มระบบร่วมสุขบนเครื่องนี้ · Sets up what is missing and starts Ruamsuk here.",
    )
    parser.add_argument("--port", type=int, default=8000, help="พอร์ต · port (8000)")
    parser.add_argument(
        "--empty",
        action="store_true",
        help="ระบบเปล่า ไม่มีข้อมูลตัวอย่าง · an empty system of its own, without the demo",
    )
    parser.add_argument(
        "--prepare",
        action="store_true",
        help="ติดตั้งและปรับข้อมูลให้พร้อม แต่ไม่เริ่มระบบ · set up and bring the data up to date, start nothing",
    )
    options = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):  # also where the shell that started this ignores Ctrl-C
        signal.signal(number, signal.default_int_handler)
    try:
        if not options.prepare:
            port_is_free(options.port)
        python_ready()
        frontend_ready()
        environment = environment_for(options.port, empty=options.empty)
        prepare(environment, empty=options.empty)
        return 0 if options.prepare else serve(options.port, environment)
    except Stop as problem:
        problem.show()
        return 1
    except OSError as error:
        if (problem := stop_of_disk(error)) is None:
            raise
        problem.show()
        return 1
    except KeyboardInterrupt:
        say("\nหยุดแล้ว · stopped")
        return 0


def port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Stop(
                f"พอร์ต {port} มีโปรแกรมอื่นใช้อยู่ ร่วมสุขอาจเปิดอยู่แล้ว",
                f"Port {port} is in use; perhaps Ruamsuk is running already.",
                f"bin/serve --port {port + 1}",
            ) from error


def environment_for(port: int, *, empty: bool) -> dict[str, str]:
    """What the person has set, in the environment or in .env, and what this start adds to it."""
    ours = dict(os.environ)
    for line in (ROOT / ".env").read_text().splitlines() if (ROOT / ".env").exists() else []:
        name, is_setting, value = line.partition("=")
        if is_setting and not name.startswith("#"):
            ours.setdefault(name.strip(), value.strip().strip("\"'"))
    ours.setdefault("RUAMSUK_MODE", "demo")
    ours.setdefault("RUAMSUK_DATA_DIR", str(ROOT / "var"))
    ours.setdefault("RUAMSUK_BASE_URL", f"http://127.0.0.1:{port}")
    if empty:
        ours["RUAMSUK_MODE"] = "production"
        ours["RUAMSUK_DATA_DIR"] = str(Path(ours["RUAMSUK_DATA_DIR"]) / "empty")
    folder = Path(ours["RUAMSUK_DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    if not ours.get("RUAMSUK_SECRET_KEY"):  # an empty one counts as none, also where .env has another
        ours["RUAMSUK_SECRET_KEY"] = secret_key(folder / "secret-key")
    return ours


def secret_key(file: Path) -> str:
    """Made once for each data folder; readable by its owner only."""
    if not file.exists():
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(50))
    return file.read_text().strip()


def prepare(environment: dict[str, str], *, empty: bool) -> None:
    command = [PYTHON, "-u", ROOT / "bin/_prepare.py", *(["--empty"] if empty else [])]
    if subprocess.run(command, env=environment, cwd=ROOT).returncode:
        raise SystemExit(1)  # it has said what is wrong


def serve(port: int, environment: dict[str, str]) -> int:
    logs = Path(environment["RUAMSUK_DATA_DIR"]) / "log"
    logs.mkdir(exist_ok=True)
    # Four pages at once in each worker: with more, all of them wait for each other (docs/benchmarks.md).
    server = (
        f"{VENV}/bin/granian --interface wsgi --host 127.0.0.1 --port {port} --workers 2 --blocking-threads 4 "
        "--log-level warning"
    )
    commands = {
        "web": [*server.split(), "ruamsuk.config.wsgi:application"],
        "worker": [f"{VENV}/bin/ruamsuk", "worker"],
    }
    running = {name: start(command, logs / f"{name}.log", environment) for name, command in commands.items()}
    try:
        wait_until_answered(port, running["web"])
        say()
        say(f"  ร่วมสุขพร้อมใช้ที่ · Ruamsuk is ready at   http://127.0.0.1:{port}")
        if environment["RUAMSUK_MODE"] == "production":
            subprocess.run([f"{VENV}/bin/ruamsuk", "first-admin"], env=environment, cwd=ROOT)
        else:
            subprocess.run([f"{VENV}/bin/ruamsuk", "demo-accounts"], env=environment, cwd=ROOT)
        say(f"  จดหมายและบันทึก · letters and log: {logs}    หยุด · stop: Ctrl-C")
        while all(process.poll() is None for process in running.values()):
            time.sleep(0.5)
    finally:
        ended = [name for name, process in running.items() if process.poll() is not None]
        stop(list(running.values()))
    raise Stop(
        f"โปรแกรม {' '.join(ended)} หยุดเอง ระบบจึงหยุดทั้งหมด",
        f"The {' and '.join(ended)} process ended by itself, so everything was stopped.",
        f"tail -50 {logs}/{ended[0]}.log",
    )


def start(command: list[str], log: Path, environment: dict[str, str]) -> subprocess.Popen:
    if log.exists() and log.stat().st_size > 10_000_000:
        log.replace(log.with_suffix(".log.1"))
    with log.open("a") as output:
        # A session of its own: Ctrl-C reaches this script alone, which then ends both in order.
        return subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=output, stderr=output, start_new_session=True
        )


def wait_until_answered(port: int, web: subprocess.Popen) -> None:
    for _ in range(300):
        if web.poll() is not None:
            return
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
            return
        except urllib.error.HTTPError:
            return  # it answers; the worker may still be on its way
        except OSError:
            time.sleep(0.1)


def stop(processes: list[subprocess.Popen]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with suppress(
            ProcessLookupError
        ):  # a web server that was stopped while it started leaves its workers
            os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
