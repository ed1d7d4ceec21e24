"""HTML to PDF by Chromium: `pdf(html) -> bytes`, the one door to the engine.

One process is kept warm by whoever prints (the job worker) and spoken to through a pair of pipes in Chromium's own
protocol: no port is opened, and no package is needed for it. A process that died is replaced at the next print.

Nothing is fetched: a paper brings its pictures and fonts along (`data:`). Scripts are switched off, every request is
refused before it leaves, and the page's own policy says the same once more.
"""

import atexit
import base64
import contextlib
import ctypes
import json
import os
import select
import shutil
import signal
import subprocess
import threading
import time
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings

from ruamsuk.core import disk
from ruamsuk.papers.problems import EngineFailed, NoEngine

WORKPLACE = ".engine-"
SECONDS = 120.0  # for one paper, however long
PROGRAMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chromium-headless-shell",
)
FLAGS = (
    "--headless --remote-debugging-pipe --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update --disable-extensions --disable-dev-shm-usage "
    "--no-default-browser-check --mute-audio"
).split()
# Whatever escapes the refusal of each request finds no name and no way out; loopback is no exception.
NO_WAY_OUT = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
)
POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; font-src data:; '
    "style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'\">"
)
_PR_SET_PDEATHSIG = 1


def program() -> str | None:
    """Where Chromium is: Debian's, Chrome, or one that Playwright fetched; None where there is none."""
    if found := next(filter(None, map(shutil.which, PROGRAMS)), None):
        return found
    fetched = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    there = sorted(fetched.glob("chromium-*/chrome-linux*/chrome"))
    return str(there[-1]) if there else None


def pdf(html: str) -> bytes:
    """The paper. Raises NoEngine where Chromium is not installed, EngineFailed where it died or took too long."""
    with _one_at_a_time:
        try:
            return _running().pdf(html)
        except (OSError, _Said, TimeoutError) as error:
            close()
            raise EngineFailed(detail=str(error) or type(error).__name__) from error


def close() -> None:
    """Ends the warm process; the next print begins a new one."""
    global _engine
    if _engine is not None:
        _engine.end()
        _engine = None


class _Said(Exception):
    """An answer of Chromium that says why it does not do a thing."""


class _Chromium:
    """A process, and one page in it for one paper at a time."""

    def __init__(self, path: str) -> None:
        self._numbers = count(1)
        self._unread = b""
        self._waiting: list[dict[str, Any]] = []  # events that came before the answer that was waited for
        # Below the data folder: all else may be closed to the worker. What a killed one has left goes first.
        disk.make_folder(base := Path(settings.DATA_DIR) / "papers")
        disk.clear(base, WORKPLACE)
        self._kept = ExitStack()
        self.folder = str(self._kept.enter_context(disk.workplace(base, WORKPLACE)))
        here_in, there_out = os.pipe()
        there_in, here_out = os.pipe()
        parent = os.getpid()

        def begin() -> None:
            """In the child: Chromium reads its descriptor 3 and writes 4, and ends with who asked."""
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(1)
            read, write = os.dup(there_in), os.dup(there_out)
            os.dup2(read, 3)
            os.dup2(write, 4)

        self.process = subprocess.Popen(
            [path, *FLAGS, *NO_WAY_OUT, f"--user-data-dir={self.folder}", "about:blank"],
            preexec_fn=begin,
            pass_fds=(3, 4, there_in, there_out),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={
                "PATH": os.environ.get("PATH", ""),
                "HOME": self.folder,
                "TMPDIR": self.folder,
                "LANG": "C.UTF-8",
            },
        )
        os.close(there_in)
        os.close(there_out)
        self._in, self._out = here_in, here_out

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def pdf(self, html: str) -> bytes:
        self._until = time.monotonic() + SECONDS
        self._waiting.clear()
        target = self._ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        try:
            page = self._ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
            self._ask("Fetch.enable", {"patterns": [{"urlPattern": "*"}]}, page)
            self._ask("Emulation.setScriptExecutionDisabled", {"value": True}, page)
            self._ask("Page.enable", {}, page)
            frame = self._ask("Page.getFrameTree", {}, page)["frameTree"]["frame"]["id"]
            self._ask("Page.setDocumentContent", {"frameId": frame, "html": _closed(html)}, page)
            # Printing waits for fonts and pictures of the document itself.
            printed = self._ask(
                "Page.printToPDF",
                {
                    "preferCSSPageSize": True,
                    "printBackground": True,
                    "generateTaggedPDF": False,
                    "generateDocumentOutline": True,
                    "transferMode": "ReturnAsStream",
                },
                page,
            )
            return self._read(printed["stream"], page)
        finally:
            with contextlib.suppress(OSError, _Said, TimeoutError):
                self._ask("Target.closeTarget", {"targetId": target})

    def _read(self, stream: str, page: str) -> bytes:
        content = bytearray()
        while True:
            piece = self._ask("IO.read", {"handle": stream, "size": 1 << 20}, page)
            data = piece["data"]
            content += base64.b64decode(data) if piece.get("base64Encoded") else data.encode("latin-1")
            if piece["eof"]:
                return bytes(content)

    def _ask(self, method: str, params: dict[str, Any], page: str = "") -> dict[str, Any]:
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": params}, page)
        while True:
            heard = self._hear()
            if heard.get("id") == number:
                if error := heard.get("error"):
                    raise _Said(f"{method}: {error.get('message', '')}")
                return heard["result"]
            if heard.get("method") == "Fetch.requestPaused":
                refusal = {"requestId": heard["params"]["requestId"], "errorReason": "AccessDenied"}
                told = {"id": next(self._numbers), "method": "Fetch.failRequest", "params": refusal}
                self._send(told, heard["sessionId"])
            if heard.get("method") in ("Inspector.targetCrashed", "Target.targetCrashed"):
                raise _Said("the page crashed")

    def _send(self, said: dict[str, Any], page: str) -> None:
        if page:
            said["sessionId"] = page
        left = memoryview(json.dumps(said).encode() + b"\0")
        while left:
            left = left[os.write(self._out, left) :]

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            seconds = self._until - time.monotonic()
            if seconds <= 0 or not select.select([self._in], [], [], seconds)[0]:
                raise TimeoutError(f"not done in {SECONDS:.0f} s")
            if not (piece := os.read(self._in, 1 << 20)):
                raise _Said("the process ended")
            self._unread += piece
        said, _end, self._unread = self._unread.partition(b"\0")
        return json.loads(said)

    def end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        os.close(self._in)
        os.close(self._out)
        self._kept.close()


def _closed(html: str) -> str:
    """With the policy as the first thing that the page says."""
    head = html.find("<head>")
    at = head + len("<head>") if head >= 0 else 0
    return html[:at] + POLICY + html[at:]


_engine: _Chromium | None = None
_one_at_a_time = threading.Lock()


def _running() -> _Chromium:
    global _engine
    if _engine is not None and not _engine.is_alive():
        close()
    if _engine is None:
        path = program()
        if path is None:
            raise NoEngine
        _engine = _Chromium(path)
    return _engine


atexit.register(close)
