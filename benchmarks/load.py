"""32 people at once: mixed pages from two worker processes, against the bare page served the same way.

The people share the machine with the server and wait for nothing between pages, so this is more than 32 real readers
ask for. Connections are kept open; the answer is read to its end.
"""

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median, quantiles

from django.conf import settings
from django.test import Client

from benchmarks import pages

WORKERS, THREADS, PEOPLE = 2, 4, 32  # as bin/serve starts them


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
        return sum(number for status, number in self.statuses.items() if status != 200)

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
    places, cookies = pages.Places(40), {}
    for reader in pages.READERS:
        cookies[reader] = cookie(reader, "ruamsuk.accounts.backends.AccountBackend")
    chosen = [page for page in pages.PAGES if page.weight]
    addresses = {page.name: [page.where(places, turn) for turn in range(places.rounds)] for page in chosen}
    weights = [page.weight for page in chosen]

    def asked(chance: Random) -> tuple[str, str, str]:
        page = chance.choices(chosen, weights)[0]
        return page.name, chance.choice(addresses[page.name]), cookies[chance.choice(pages.READERS)]

    with served("ruamsuk.config.wsgi:application") as port:
        return asyncio.run(_run("mixed", port, seconds, asked))


def bare(seconds: float) -> Load:
    session = cookie("officer", "django.contrib.auth.backends.ModelBackend")
    with served("benchmarks.bare_wsgi:application") as port:
        return asyncio.run(_run("bare page", port, seconds, lambda chance: ("bare page", "/bare/", session)))


async def _run(name: str, port: int, seconds: float, asked) -> Load:
    load = Load(name, seconds)
    starts = time.monotonic() + min(3, seconds / 3)  # the workers warm up first
    ends = starts + seconds
    await asyncio.gather(*(_person(load, port, starts, ends, asked, Random(no)) for no in range(PEOPLE)))
    return load


async def _person(load: Load, port: int, starts: float, ends: float, asked, chance: Random) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (begun := time.monotonic()) < ends:
        name, address, session = asked(chance)
        writer.write(
            f"GET {_quoted(address)} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {session}\r\n\r\n".encode()
        )
        status = await _answer(reader)
        now = time.monotonic()
        if begun >= starts and now <= ends:
            load.waits_ms.append(1000 * (now - begun))
            load.statuses[status] += 1
            load.by_page.setdefault(name, []).append(1000 * (now - begun))
    writer.close()


def _quoted(address: str) -> str:
    return urllib.parse.quote(address, safe="/?&=+%")


async def _answer(reader: asyncio.StreamReader) -> int:
    """Status of one answer, read to its end."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    if "content-length" in headers:
        await reader.readexactly(int(headers["content-length"]))
    elif headers.get("transfer-encoding") == "chunked":
        while length := int(await reader.readuntil(b"\r\n"), 16):
            await reader.readexactly(length + 2)
        await reader.readexactly(2)
    return status
