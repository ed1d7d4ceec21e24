"""bin/bench --kills: `kill -9` at whatever runs, while programs write; afterwards every write is there exactly once.

    python -m benchmarks.kills --kills 200 --writes 2000       # with the environment of the system; bin/bench sets it
    python -m benchmarks.kills --restarts 5                    # PostgreSQL, a cluster of its own, is started again, too

Four parts: `Writers` send writes and send them again, with their key, until they are acknowledged; `System` keeps the
web server and the worker as bin/serve does; `Killer` ends its processes and the commands import and backup at random
moments; then, with the system stopped as the guide of `ruamsuk restore` asks for, restores are killed and finished.
What is there in the end is counted by a process of its own (benchmarks/witness.py).
"""

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bin"))

from _serve import Kept, prepare, programs, secret_key  # noqa: E402
from _setup import PYTHON, VENV, say  # noqa: E402
from _test import restart_postgresql  # noqa: E402

SEED = 2570
WRITERS, PAUSE = 4, 0.2  # seconds between two writes of one writer
LONGEST = 240.0  # seconds until the last write must be acknowledged, and then until the queue is empty
SHARES = {  # of all kills
    "web worker": 0.35, "web server": 0.10, "job worker": 0.20, "import": 0.13, "backup": 0.12, "restore": 0.10,
}  # fmt: skip
KEPT = {"201", "already-done", "still-under-way"}  # three ways to say that it is stored
DATABASE = "restarts of PostgreSQL"
TRIED_AGAIN = {"broken off", "server-busy", "database-away"}
Kept.FIRST_WAIT, Kept.LONGEST_WAIT = 0.2, 0.5  # here what died is needed again soon


@dataclass
class Write:
    """One thing to be written, and what has become of it."""

    path: str
    body: dict[str, Any]
    mark: str  # by which it is found again
    key: str = field(default_factory=lambda: str(uuid4()))
    not_before: float = 0.0


class Writers:
    """Programs that write through the API. A write without an answer is sent again with its key."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.acknowledged: list[Write] = []
        self.waiting: list[Write] = []  # sent, and not acknowledged yet
        self.refused: list[Write] = []  # by an answer that should not have been given
        self.answers: Counter[str] = Counter()
        self.number, self.closed = 0, False
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    @contextmanager
    def writing(self, least: int):
        """While the block runs; afterwards until `least` writes are acknowledged and none waits any more."""
        self.closed = False
        self._threads = [threading.Thread(target=self._write) for _ in range(WRITERS)]
        for thread in self._threads:
            thread.start()
        try:
            yield
            ends = time.monotonic() + LONGEST + PAUSE * least
            while len(self.acknowledged) < least and time.monotonic() < ends:
                time.sleep(0.1)
        finally:
            self.closed = True
            for thread in self._threads:
                thread.join()

    def _write(self) -> None:
        ends = 0.0
        while True:
            if self.closed:
                ends = ends or time.monotonic() + LONGEST
                if not self.waiting or time.monotonic() > ends:
                    return
            if write := self._next():
                self._send(write)
            time.sleep(PAUSE)

    def _next(self) -> Write | None:
        """A write that was broken off goes first."""
        with self._lock:
            for write in self.waiting:
                if write.not_before < time.monotonic():
                    write.not_before = time.monotonic() + LONGEST  # in hand
                    return write
            if self.closed:
                return None
            self.number += 1
            mark = f"kill {self.number:06}"
            kinds = [
                ("proposals", {"title": mark, "fiscal_year": 2570}),
                ("organizations", {"name": mark, "kind": "school", "home_area": "901104"}),
                ("networks", {"name": mark}),
            ]
            path, body = kinds[self.number % len(kinds)]
            self.waiting.append(write := Write(path, body, mark, not_before=time.monotonic() + LONGEST))
            return write

    def _send(self, write: Write) -> None:
        answer = self._answer(write)
        with self._lock:
            self.answers[answer] += 1
            if answer in KEPT:
                self.waiting.remove(write)
                self.acknowledged.append(write)
            elif answer not in TRIED_AGAIN:
                self.waiting.remove(write)
                self.refused.append(write)
            else:
                write.not_before = time.monotonic() + 0.2

    def _answer(self, write: Write) -> str:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        headers = {
            "Authorization": f"Bearer {self.token}", "Idempotency-Key": write.key, "Content-Type": "application/json"
        }  # fmt: skip
        try:
            line.request("POST", f"/api/v1/{write.path}", json.dumps(write.body), headers)
            answer = line.getresponse()
            said = json.loads(answer.read() or "{}")
        except (OSError, http.client.HTTPException, ValueError):
            return "broken off"
        finally:
            line.close()
        return str(answer.status) if answer.status < 300 else said.get("code", str(answer.status))


class System:
    """Web server and worker, started again when they die."""

    def __init__(self, environment: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = environment
        self.web, self.worker = programs(self.port, environment)
        self.start_takes = 1.0  # seconds until everything answers, as measured

    @contextmanager
    def running(self):
        ended = threading.Event()
        keeper = threading.Thread(target=self._keep, args=[ended])
        began = time.monotonic()
        try:
            for program in (self.web, self.worker):
                program.start()
            keeper.start()
            self.wait_for_answer()
            self.start_takes = time.monotonic() - began
            yield
        finally:
            ended.set()
            if keeper.ident:  # a program that could not be started leaves it unstarted
                keeper.join()
            for program in (self.web, self.worker):
                program.ask_to_end()
            for program in (self.web, self.worker):
                program.end()

    def _keep(self, ended: threading.Event) -> None:
        while not ended.wait(0.1):
            for program in (self.web, self.worker):
                program.look_after()

    def wait_for_answer(self) -> None:
        ends = time.monotonic() + LONGEST
        while time.monotonic() < ends:
            with suppress(OSError, http.client.HTTPException):
                line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                line.request("GET", "/healthz")
                line.getresponse().read()
                return
            time.sleep(0.1)
        raise SystemExit(f"the web server did not come: {self.web.log}")

    def command(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [f"{VENV}/bin/ruamsuk", *words],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def done(self, *words: str) -> str:
        """What a command prints that ends well; else the end of everything."""
        command = [f"{VENV}/bin/ruamsuk", *words]
        ran = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if ran.returncode:
            raise SystemExit(f"ruamsuk {' '.join(words)}: {ran.stdout[-3000:]}{ran.stderr[-3000:]}")
        return ran.stdout.strip()

    def witness(self, *words: str, sent: str = "") -> Any:
        ran = subprocess.run(
            [PYTHON, "-m", "benchmarks.witness", *words],
            cwd=ROOT,
            env=self.environment,
            input=sent,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return json.loads(ran.stdout.splitlines()[-1])


class Killer:
    def __init__(self, system: System, chance: random.Random) -> None:
        self.system, self.chance = system, chance
        self.killed: Counter[str] = Counter()
        self.takes: dict[str, float] = {}  # seconds that a command needs when nobody kills it

    def kill_processes(self, wanted: Counter[str]) -> None:
        """Web and job workers, and the web server itself, each after it had time to work."""
        for kind in self._shuffled(wanted):
            while not self._kill_process(kind):  # its parent was a little faster
                pass

    def _kill_process(self, kind: str) -> bool:
        self.system.wait_for_answer()
        if kind == DATABASE:
            restart_postgresql(self.system.environment["DATABASE_URL"])
            self.killed[kind] += 1
            return True
        if kind == "web worker":
            while not (workers := children_of(self.system.web.process.pid)):
                time.sleep(0.1)
            victim = self.chance.choice(workers)
        else:
            program = self.system.worker if kind == "job worker" else self.system.web
            while time.monotonic() - program.started < self.system.start_takes:
                time.sleep(0.1)
            victim = program.process.pid
        time.sleep(self.chance.uniform(0, 0.5))
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            return False
        self.killed[kind] += 1
        return True

    def kill_commands(self, wanted: Counter[str], commands: dict[str, list[str]]) -> None:
        for kind in self._shuffled(wanted):
            self.kill_command(kind, *commands[kind])

    def kill_command(self, kind: str, *words: str) -> None:
        """Ends a command somewhere in its work; one that was faster than its killer is begun again."""
        for _turn in range(20):
            began = time.monotonic()
            process = self.system.command(*words)
            if kind in self.takes:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(self.takes[kind] * self.chance.uniform(0.25, 0.95))
                if process.poll() is None:
                    process.kill()
                    process.wait()
                    self.killed[kind] += 1
                    return
            process.wait()
            self.takes[kind] = time.monotonic() - began
        raise SystemExit(f"no {kind} could be killed in the middle")

    def _shuffled(self, wanted: Counter[str]) -> list[str]:
        order = sorted(wanted.elements())
        self.chance.shuffle(order)
        return order


def children_of(pid: int) -> list[int]:
    """The workers of a web server; not the helper of Python's multiprocessing."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            state, parent = stat.read_text().rpartition(") ")[2].split()[:2]
            if (
                int(parent) == pid
                and state != "Z"
                and b"resource_tracker" not in (stat.parent / "cmdline").read_bytes()
            ):
                found.append(int(stat.parent.name))
    return found


def records(folder: Path, count: int) -> Path:
    """A file of an older system; `import N` is the title of its N-th proposal."""
    file = folder / "records.json"
    rows = [
        {
            "source": f"https://old.example.org/project/proposal/{number}",
            "kind": "ข้อเสนอโครงการ",
            "ชื่อโครงการ": f"import {number:06}",
            "พื้นที่": "คอหงส์ หาดใหญ่ สงขลา",
        }
        for number in range(1, count + 1)
    ]
    file.write_text(json.dumps(rows, ensure_ascii=False))
    return file


def run(kills: int, writes: int, restarts: int = 0) -> int:
    began = time.monotonic()
    folder = Path(os.environ["RUAMSUK_DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"RUAMSUK_SECRET_KEY": secret_key(folder / "secret-key")}
    prepare(environment, empty=False)
    system, chance = System(environment), random.Random(SEED)
    wanted = Counter({kind: max(1, round(kills * share)) for kind, share in SHARES.items()})
    wanted["web worker"] += kills - wanted.total()
    wanted[DATABASE] = restarts
    writers = Writers(system.port, system.witness("seed"))
    killer = Killer(system, chance)
    imported = max(50, kills)
    file = records(folder, imported)
    commands = {
        "import": ["import", "records", str(file)],
        "backup": ["backup", "--keep", "3"],
    }
    with system.running(), writers.writing(writes * 8 // 10):
        aside = threading.Thread(target=killer.kill_commands, args=[_only(wanted, *commands), commands])
        aside.start()
        killer.kill_processes(_only(wanted, "web worker", "web server", "job worker", DATABASE))
        aside.join()
    backup = system.done("backup")  # of everything that was acknowledged: nobody writes now
    for _turn in range(wanted["restore"]):
        killer.kill_command("restore", "restore", backup, "--yes")
        system.done("restore", "--finish")
    with system.running():
        with writers.writing(writes):
            system.done(*commands["import"])
        marks = [write.mark for write in writers.acknowledged]
        found = system.witness("found", str(LONGEST), sent=json.dumps(marks))
    checks = [_check(system, name) for name in ("check-data", "verify-audit")]
    found["imported"] = {"wanted": imported, **found["imported"]}
    return _tell(killer, writers, found, checks, time.monotonic() - began)


def _only(wanted: Counter[str], *kinds: str) -> Counter[str]:
    return Counter({kind: wanted[kind] for kind in kinds})


def _check(system: System, name: str) -> str:
    """Empty, or what it found."""
    try:
        system.done(name)
    except SystemExit as found:
        return str(found)
    return ""


def _tell(killer: Killer, writers: Writers, found: dict[str, Any], checks: list[str], seconds: float) -> int:
    lost, twice = found["lost"], found["twice"]
    of_file = found["imported"]
    say(f"  {killer.killed.total()} kills: " + ", ".join(f"{n} {kind}" for kind, n in killer.killed.items()))
    say(
        f"  {len(writers.acknowledged)} writes acknowledged, {len(writers.waiting)} never; "
        f"answers: {dict(writers.answers)}"
    )
    say(f"  {len(lost)} lost, {len(twice)} twice {[*lost[:3], *twice[:3]] or ''}")
    say(f"  imported: {of_file['there']} of {of_file['wanted']}, {of_file['twice']} twice")
    say(
        f"  queue: {found['queue']} waiting, {found['attention']} need a person; empty after {found['seconds']:.0f} s"
    )
    say(
        f"  check-data, verify-audit: {'clean' if not any(checks) else ' '.join(checks)}      {seconds:.0f} s in all"
    )
    wrong = [
        lost, twice, writers.waiting, writers.refused, of_file["there"] != of_file["wanted"], of_file["twice"],
        found["queue"], found["attention"], any(checks),
    ]  # fmt: skip
    return int(any(wrong))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--writes", type=int, default=2000)
    parser.add_argument("--restarts", type=int, default=0)
    options = parser.parse_args()
    return run(options.kills, options.writes, options.restarts)


if __name__ == "__main__":
    sys.exit(main())
