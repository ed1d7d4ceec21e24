"""bin/serve: from a bare machine to a running system, and in seconds when everything is there already."""

import argparse
import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
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


def programs(port: int, environment: dict[str, str]) -> list["Kept"]:
    """The web server and the worker of jobs, not started yet."""
    logs = Path(environment["RUAMSUK_DATA_DIR"]) / "log"
    logs.mkdir(exist_ok=True)
    # Four pages at once in each worker: with more, all of them wait for each other (docs/benchmarks.md).
    # A worker of the web server that dies is started again by the server itself; its sister goes on meanwhile.
    server = (
        f"{VENV}/bin/granian --interface wsgi --host 127.0.0.1 --port {port} --workers 2 --blocking-threads 4 "
        "--respawn-failed-workers --log-level warning"
    )
    return [
        Kept("web", [*server.split(), "ruamsuk.config.wsgi:application"], logs, environment),
        Kept("worker", [f"{VENV}/bin/ruamsuk", "worker"], logs, environment),
    ]


def serve(port: int, environment: dict[str, str]) -> int:
    kept = programs(port, environment)
    try:
        for program in kept:
            program.start()
        wait_until_answered(port, kept[0].process)
        for program in kept:
            program.must_run()
        say()
        say(f"  ร่วมสุขพร้อมใช้ที่ · Ruamsuk is ready at   http://127.0.0.1:{port}")
        if environment["RUAMSUK_MODE"] == "production":
            first_admin(environment)
        else:
            subprocess.run([f"{VENV}/bin/ruamsuk", "demo-accounts"], env=environment, cwd=ROOT)
        say(f"  จดหมายและบันทึก · letters and log: {kept[0].log.parent}    หยุด · stop: Ctrl-C")
        while True:
            for program in kept:
                program.look_after()
            time.sleep(0.5)
    finally:
        for program in kept:
            program.ask_to_end()
        for program in kept:
            program.end()


def first_admin(environment: dict[str, str]) -> None:
    """The link of the first administrator, and what it is for; once there is one, the command says that instead."""
    command = [f"{VENV}/bin/ruamsuk", "first-admin"]
    asked = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if asked.returncode == 0:
        say("  เปิดลิงก์นี้เพื่อตั้งผู้ดูแลระบบคนแรก ใช้ได้ครั้งเดียว · open this once to become the first administrator:")
        say(f"  {asked.stdout.strip()}")


class Kept:
    """A program that is started again when it dies: at once, then ever more slowly while it keeps dying."""

    FIRST_WAIT, LONGEST_WAIT, STEADY = 1.0, 60.0, 60.0  # seconds; who ran for STEADY begins anew at the first
    LOG = 10_000_000  # bytes; one older log is kept beside it

    def __init__(self, name: str, command: list[str], logs: Path, environment: dict[str, str]) -> None:
        self.name, self.command, self.environment = name, command, environment
        self.log = logs / f"{name}.log"
        self.wait, self.started, self.again_at = self.FIRST_WAIT, 0.0, 0.0

    def start(self) -> None:
        self._turn_log()
        self.started, self.again_at = time.monotonic(), 0.0
        with self.log.open("a") as output:
            # A session of its own: Ctrl-C reaches this script alone, which then ends both in order.
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=ROOT,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def must_run(self) -> None:
        """At the start a program that ends tells of something that does not mend itself."""
        if self.process.poll() is not None:
            raise Stop(
                f"โปรแกรม {self.name} เริ่มไม่ได้ ระบบจึงหยุดทั้งหมด",
                f"The {self.name} process ended as it started, so everything was stopped.",
                f"tail -50 {self.log}",
            )

    def look_after(self) -> None:
        now = time.monotonic()
        self._turn_log()
        if self.process.poll() is None:
            return
        if not self.again_at:
            self._end_rest()
            self.wait = self.FIRST_WAIT if now - self.started > self.STEADY else self.wait
            self.again_at = now + self.wait
            self.wait = min(2 * self.wait, self.LONGEST_WAIT)
            say(f"  {self.name}: หยุดเองและจะเริ่มใหม่ · ended by itself and is started again   ({self.log})")
        elif now >= self.again_at:
            self.start()

    def ask_to_end(self) -> None:
        if self._is_running():
            self.process.terminate()

    def end(self) -> None:
        if self._is_running():
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._end_rest()

    def _is_running(self) -> bool:
        return hasattr(self, "process") and self.process.poll() is None

    def _end_rest(self) -> None:
        """Processes of a program that died without ending them would hold its port and its work."""
        with contextlib.suppress(ProcessLookupError, AttributeError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def _turn_log(self) -> None:
        """Bounded, also while the program runs: what it wrote so far is copied aside and cut off in place."""
        if self.log.exists() and self.log.stat().st_size > self.LOG:
            shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
            # It is written with O_APPEND, so what comes next stands at the beginning.
            os.truncate(self.log, 0)


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


if __name__ == "__main__":
    sys.exit(main())
