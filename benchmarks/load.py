"""32 people at once: mixed pages from two worker processes, against the bare page served the same way; then a crowd of
64 for a minute, of whom eight write, whom no fault of the server may meet.

The people share the machine with the server and wait for nothing between pages, so this is more than as many real
readers ask for. Connections are kept open; the answer is read to its end.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import Client

from benchmarks import pages
from ruamsuk.accounts.actions import create_api_token
from ruamsuk.core.calendar import current_fiscal_year, today

WORKERS, THREADS, PEOPLE = 2, 4, 32  # as bin/serve starts them
CROWD, WRITING = 64, 8


@dataclass
class Load:
    """What the people met in the measured seconds."""

    name: str
    seconds: float
    waits_ms: list[float] = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)
    by_page: dict[str, list[float]] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        return len(self.waits_ms) / self.seconds

    @property
    def median_ms(self) -> float:
        return median(self.waits_ms)

    @property
    def p95_ms(self) -> float:
        return quantiles(self.waits_ms, n=20)[-1]

    @property
    def failures(self) -> int:
        return sum(number for status, number in self.statuses.items() if status not in (200, 201, 204))

    def line(self) -> str:
        return (
            f"{self.name:<20} {self.per_second:8.1f} pages/s   median {self.median_ms:6.0f} ms   "
            f"p95 {self.p95_ms:6.0f} ms   {self.failures} failures"
        )


@contextmanager
def served(application: str) -> Iterator[int]:
    """The application on a free port of the loopback, with as many workers as bin/serve starts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    granian = Path(sys.executable).with_name("granian")
    command = [granian, "--interface", "wsgi", "--host", "127.0.0.1", "--port", port, "--workers", WORKERS]
    command += ["--blocking-threads", THREADS]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "ruamsuk.config.settings"}
    with (settings.DATA_DIR / "server.log").open("w") as log:
        server = subprocess.Popen(
            [*map(str, command), "--log-level", "warning", application],
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        for _turn in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
                break
            except urllib.error.HTTPError:
                break  # the bare page has no /healthz; and without a job worker the product's says so
            except OSError:
                if server.poll() is not None:
                    raise SystemExit(f"The server ended: see {settings.DATA_DIR / 'server.log'}") from None
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def cookie(reader: str, backend: str) -> str:
    """A signed-in session of a reader, as a browser sends it."""
    client = Client()
    client.force_login(pages.user(reader), backend=backend)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def mixed(seconds: float) -> Load:
    """All pages by their weights, all readers equally often."""
    asked = _asked_by_weight()
    with served("ruamsuk.config.wsgi:application") as port:
        return asyncio.run(_run("mixed", port, seconds, [asked] * PEOPLE))


def crowd(seconds: float) -> Load:
    """The same with twice the people, while some of them begin proposals, write and remove them, over and over."""
    asked, officer = _asked_by_weight(), pages.user("officer")
    until = today() + timedelta(days=1)
    key = create_api_token(name="bench", access="write", expires_on=until, by=officer).token
    with served("ruamsuk.config.wsgi:application") as port:
        people = [asked] * (CROWD - WRITING)
        return asyncio.run(_run("crowd", port, seconds, people, [key] * WRITING))


def _asked_by_weight() -> Callable[[Random], tuple[str, str, str]]:
    places, cookies = pages.Places(40), {}
    for reader in pages.READERS:
        cookies[reader] = cookie(reader, "ruamsuk.accounts.backends.AccountBackend")
    chosen = [page for page in pages.PAGES if page.weight]
    addresses = {page.name: [page.where(places, turn) for turn in range(places.rounds)] for page in chosen}
    weights = [page.weight for page in chosen]

    def asked(chance: Random) -> tuple[str, str, str]:
        page = chance.choices(chosen, weights)[0]
        return page.name, chance.choice(addresses[page.name]), cookies[chance.choice(pages.READERS)]

    return asked


def bare(seconds: float) -> Load:
    session = cookie("officer", "django.contrib.auth.backends.ModelBackend")
    with served("benchmarks.bare_wsgi:application") as port:
        people = [lambda chance: ("bare page", "/bare/", session)] * PEOPLE
        return asyncio.run(_run("bare page", port, seconds, people))


async def _run(name: str, port: int, seconds: float, readers: list, keys: Iterable[str] = ()) -> Load:
    load = Load(name, seconds)
    starts = time.monotonic() + min(3, seconds / 3)  # the workers warm up first
    people = [_Person(load, port, starts, starts + seconds, Random(no)) for no in range(len(readers))]
    writers = [_Person(load, port, starts, starts + seconds, Random()) for _key in keys]
    await asyncio.gather(
        *(person.read(asked) for person, asked in zip(people, readers, strict=True)),
        *(person.write(key) for person, key in zip(writers, keys, strict=True)),
    )
    return load


@dataclass
class _Person:
    """Somebody with a connection of their own; what is answered within the measured seconds counts."""

    load: Load
    port: int
    starts: float
    ends: float
    chance: Random

    async def read(self, asked: Callable[[Random], tuple[str, str, str]]) -> None:
        async with self._line():
            while time.monotonic() < self.ends:
                name, address, session = asked(self.chance)
                await self._ask(name, "GET", address, {"Cookie": session})

    async def write(self, key: str) -> None:
        """A draft is begun, written twice and removed, so that the records are the same afterwards."""
        begun = {"title": "คนจำนวนมากพร้อมกัน", "fiscal_year": current_fiscal_year()}
        async with self._line():
            for turn in count():
                if time.monotonic() > self.ends:
                    return
                made = await self._post(key, "write: begin", "proposals", begun)
                path = f"proposals/{made['uid']}"
                for word in ("หนึ่ง", "สอง"):
                    fields = {"d.rationale": f"{word} {turn}"}
                    said = {"base_version": made["version"], "fields": fields}
                    made |= await self._post(key, "write: fields", f"{path}/fields", said)
                await self._post(key, "write: remove", f"{path}/remove", {})

    async def _post(self, key: str, name: str, path: str, said: dict[str, Any]) -> dict[str, Any]:
        """What was answered; a call that was refused for a while is sent again with its key, as programs do."""
        headers = {
            "Authorization": f"Bearer {key}", "Idempotency-Key": str(uuid4()), "Content-Type": "application/json"
        }  # fmt: skip
        while True:
            status, body = await self._ask(
                name, "POST", f"/api/v1/{path}", headers, json.dumps(said).encode()
            )
            if status < 300:
                return json.loads(body or b"{}")
            if status not in (409, 429, 503):
                raise SystemExit(f"{name}: {status} {body.decode()[:500]}")

    @asynccontextmanager
    async def _line(self) -> AsyncIterator[None]:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield
        finally:
            self.writer.close()

    async def _ask(
        self, name: str, method: str, address: str, headers: dict[str, str], body: bytes = b""
    ) -> tuple[int, bytes]:
        begun = time.monotonic()
        lines = [f"{method} {_quoted(address)} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
        lines += [f"{header}: {value}" for header, value in headers.items()]
        self.writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        status, answer = await _answer(self.reader)
        now = time.monotonic()
        if begun >= self.starts and now <= self.ends:
            self.load.waits_ms.append(1000 * (now - begun))
            self.load.statuses[status] += 1
            self.load.by_page.setdefault(name, []).append(1000 * (now - begun))
        return status, answer


def _quoted(address: str) -> str:
    return urllib.parse.quote(address, safe="/?&=+%")


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and body of one answer, read to its end."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status, body = int(head.split(" ", 2)[1]), b""
    headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    if "content-length" in headers:
        body = await reader.readexactly(int(headers["content-length"]))
    elif headers.get("transfer-encoding") == "chunked":
        while length := int(await reader.readuntil(b"\r\n"), 16):
            body += (await reader.readexactly(length + 2))[:-2]
        await reader.readexactly(2)
    return status, body
