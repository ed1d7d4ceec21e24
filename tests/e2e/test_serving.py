"""`bin/serve` as a person starts it: with a data folder and a port of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.e2e.first_year import walk
from tests.e2e.stored_texts import english, pieces, texts
from tests.guards.house import ROOT

pytestmark = pytest.mark.one_worker  # each start takes long: `empty` is started once

# Written out, because what the environment says wins over .env; an empty secret is none.
NOTHING_SET = {
    "DATABASE_URL": "",
    "RUAMSUK_MODE": "demo",
    "RUAMSUK_SECRET_KEY": "",
    "RUAMSUK_EMAIL_URL": "console:",
    "RUAMSUK_EMAIL_FROM": "",
    "RUAMSUK_ALLOWED_HOSTS": "127.0.0.1,localhost",
    "RUAMSUK_HTTPS": "false",
}


@pytest.fixture
def port() -> int:
    return free_port()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def clone(tmp_path) -> Iterator[Path]:
    """A fresh machine: the tracked files alone, and what bin/serve would have fetched from the registries."""
    clone = tmp_path / "clone"
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in names:
        if name and (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, clone / name)
    # Folders of its own, with the same in them: bin/serve notes there for which checkout they were filled, and would
    # else fill those of this one again.
    for fetched in (".venv", "node_modules"):
        (clone / fetched).mkdir()
        for part in (ROOT / fetched).iterdir():
            if "ruamsuk-installed" not in part.name:
                (clone / fetched / part.name).symlink_to(part)
    note = (
        "import json, _setup; names = 'requirements.txt', 'pyproject.toml';"
        "digest = _setup.digest(*(_setup.ROOT / name for name in names));"
        "(_setup.VENV / 'ruamsuk-installed.json').write_text(json.dumps({names[0]: digest}));"
        "(_setup.MODULES / '.ruamsuk-installed').write_text(_setup.digest(_setup.ROOT / 'package-lock.json'))"
    )
    subprocess.run([sys.executable, "-c", note], cwd=clone / "bin", check=True)
    assert not list((clone / "src").rglob("*.mo"))
    before = [path.read_text() for path in _notes()]
    yield clone
    assert before == [path.read_text() for path in _notes()], "what this checkout was filled with was touched"


def _notes() -> list[Path]:
    return [ROOT / ".venv/ruamsuk-installed.json", ROOT / "node_modules/.ruamsuk-installed"]


def environment(folder: Path, checkout: Path = ROOT) -> dict[str, str]:
    """The person's own, without what the tests or an .env of this checkout have set."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith(("RUAMSUK_", "DJANGO_", "DATABASE_URL"))}
    # The libraries are those of .venv, the program is the checkout's.
    ours["PYTHONPATH"] = str(checkout / "src")
    return ours | NOTHING_SET | {"RUAMSUK_DATA_DIR": str(folder)}


class Printed(str):
    """What bin/serve printed, and the process that it is."""

    def __new__(cls, text: str, pid: int) -> "Printed":
        printed = super().__new__(cls, text)
        printed.pid = pid
        return printed


@contextmanager
def serving(folder: Path, port: int, *options: str, checkout: Path = ROOT) -> Iterator["Printed"]:
    """Runs bin/serve until it says that it is ready; gives what it printed so far; ends it like Ctrl-C."""
    command = [sys.executable, "bin/_serve.py", "--port", str(port), *options]
    process = subprocess.Popen(
        command,
        cwd=checkout,
        env=environment(folder, checkout) | {"RUAMSUK_BASE_URL": f"http://127.0.0.1:{port}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    printed = ""
    try:
        for line in process.stdout:
            printed += line
            if "Ctrl-C" in line:
                break
        assert process.poll() is None, printed
        yield Printed(printed, process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        process.stdout.close()
        process.wait(60)


def get(port: int, path: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        return answer.status, answer.read().decode()


def test_one_command_starts_a_styled_system_and_a_second_start_changes_nothing(clone, tmp_path, port):
    data = tmp_path / "data"
    with serving(data, port, checkout=clone) as printed:
        assert f"http://127.0.0.1:{port}" in printed
        for step in ("database", "static files", "geography", "catalogues", "demo network"):
            assert re.search(rf"^… .*{step}", printed, re.M)
            assert re.search(rf"^✓ .*{step}", printed, re.M)
        assert "\r" not in printed
        status, page = get(port, "/accounts/login/")
        assert status == 200
        sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
        assert len(sheets) >= 2
        assert all(get(port, sheet)[0] == 200 for sheet in sheets)
    assert list((clone / "src").rglob("*.mo")), "the clone's own program ran"
    assert not english(texts(data / "ruamsuk.sqlite3"))  # of what the demo stores
    prepared = (data / "prepared").stat().st_mtime_ns
    key = (data / "secret-key").read_text()
    with serving(data, port, checkout=clone) as printed:
        assert "✓" not in printed, f"a second start has nothing to do:\n{printed}"
    assert (data / "prepared").stat().st_mtime_ns == prepared
    assert (data / "secret-key").read_text() == key
    with socket.socket() as probe:  # web server and worker are gone with the script
        assert probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Iterator[tuple["Printed", Path, int]]:
    """An empty system that serves: what it printed, its data folder, its port."""
    folder, port = tmp_path_factory.mktemp("empty"), free_port()
    with serving(folder, port, "--empty") as printed:
        yield printed, folder, port
    assert until(lambda: not answers(port))


def test_an_empty_start_has_its_own_database_and_prints_a_link_for_the_first_administrator(empty):
    printed, folder, port = empty
    assert re.search(rf"ผู้ดูแลระบบคนแรก .*\n\s*http://127\.0\.0\.1:{port}/\S{{20,}}", printed), printed
    assert (folder / "empty/ruamsuk.sqlite3").exists()
    assert not (folder / "ruamsuk.sqlite3").exists()


def test_a_province_goes_from_the_first_link_to_a_figure_that_is_cited(empty, page_of):
    printed, _folder, port = empty
    walk(page_of, f"http://127.0.0.1:{port}", re.search(r"http://\S+/users/join/\S+", printed)[0])


def test_a_port_in_use_is_told_with_the_remedy(tmp_path, port):
    command = [sys.executable, "bin/_serve.py", "--port", str(port)]
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        done = subprocess.run(command, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True)
    assert done.returncode == 1
    assert f"bin/serve --port {port + 1}" in done.stderr
    assert "พอร์ต" in done.stderr


def children_of(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name_and_rest = stat.read_text().rpartition(") ")[2].split()
            if int(name_and_rest[1]) == pid and name_and_rest[0] != "Z":
                found.append(int(stat.parent.name))
    return found


def command_of(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def until(found, seconds: float = 120.0):
    """What `found()` gives once it gives something."""
    deadline = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)
    return value


def program(server: int, word: str) -> int:
    return next((pid for pid in children_of(server) if word in command_of(pid)), 0)


def answers(port: int) -> bool:
    with suppress(OSError):
        return get(port, "/accounts/login/")[0] == 200
    return False


def test_whatever_process_is_killed_the_system_goes_on_and_the_process_comes_back(empty):
    printed, _folder, port = empty
    server = printed.pid
    web = program(server, "granian")
    workers = until(lambda: (found := children_of(web)) and len(found) >= 2 and found)
    os.kill(workers[0], signal.SIGKILL)  # a worker of the web server: its sister answers
    assert until(lambda: answers(port))
    until(lambda: len(set(children_of(web)) - {workers[0]}) >= len(workers))

    jobs = program(server, "ruamsuk worker")
    os.kill(jobs, signal.SIGKILL)  # the job worker: pages are answered, and it is started again
    assert answers(port)
    again = until(lambda: (pid := program(server, "ruamsuk worker")) != jobs and pid)
    os.kill(again, signal.SIGKILL)  # a second time, soon after: with a longer wait
    assert until(lambda: (pid := program(server, "ruamsuk worker")) not in (jobs, again) and pid)

    # The web server itself: what is left of it ends, and it is started again.
    os.kill(web, signal.SIGKILL)
    until(lambda: (pid := program(server, "granian")) != web and pid)
    until(lambda: answers(port))
    assert not [pid for pid in workers if command_of(pid)]


def test_english_in_a_stored_text_would_be_found():
    stored = [("a.b", "survey in the area · รพ.สต."), ("a.c", "แบบสำรวจ")]
    assert len(english(iter(stored))) == 1
    assert list(pieces('{"a": [{"b": "one two"}]}')) == ["one two"]
    assert list(pieces('{"a": {"th": "หนึ่ง", "en": "one two"}, "en": "three four"}')) == ["หนึ่ง", "three four"]
