"""Server time of each page for each reader, in process: the whole request through every middleware, no network."""

import gzip
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from statistics import median, quantiles

from django.db import connection
from django.test import Client, override_settings

from benchmarks import bare_settings, pages
from benchmarks.pages import Measured, Places
from ruamsuk.core.kept import forget

HOST = {"HTTP_HOST": "127.0.0.1"}
MOST_SECONDS = 5  # a statement that takes longer is given up, and its page counts as not answered


def give_up_slow_statements() -> None:
    """For this connection. A page that would take minutes must not stop the run."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {MOST_SECONDS * 1000}")
        return
    ends = [0.0]

    def begin(execute, sql, params, many, context):
        ends[0] = time.monotonic() + MOST_SECONDS
        return execute(sql, params, many, context)

    connection.connection.set_progress_handler(lambda: time.monotonic() > ends[0], 100_000)
    connection.execute_wrappers.append(begin)


@dataclass(frozen=True)
class Figures:
    page: str
    reader: str
    status: int
    median_ms: float
    p95_ms: float
    cpu_ms: float
    queries: int
    kb: float
    gzipped_kb: float
    times_bare: float = 1.0
    missed: str = ""  # what is wanted and not met

    def line(self) -> str:
        status = "" if self.status == 200 else f"HTTP {self.status} "
        return (
            f"{self.page:<20} {self.reader:<12} {self.median_ms:8.1f} {self.p95_ms:8.1f} {self.cpu_ms:8.1f} "
            f"{self.queries:5} {self.kb:7.1f} {self.gzipped_kb:7.1f} {self.times_bare:7.1f}  {status}{self.missed}"
        )


HEAD = (
    f"{'page':<20} {'reader':<12} {'median':>8} {'p95':>8} {'cpu ms':>8} "
    f"{'SQL':>5} {'KB':>7} {'gzip':>7} {'× bare':>7}  missed"
)


@contextmanager
def counted_queries():
    numbers = [0]

    def count(execute, sql, params, many, context):
        numbers[0] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield numbers


def measure(client: Client, page: str, reader: str, addresses: list[str], is_fresh: bool = False) -> Figures:
    """One request to each address after an unmeasured first one: the process and its caches of code are warm."""
    first = client.get(addresses[-1], **HOST)
    if first.status_code >= 500:
        addresses = addresses[:1]
    wall, cpu, queries, content, status = [], [], 0, b"", 200
    for address in addresses:
        if is_fresh:
            forget()
        with counted_queries() as numbers:
            started, used = time.perf_counter(), time.process_time()
            response = client.get(address, **HOST)
            body = response.content
            wall.append(1000 * (time.perf_counter() - started))
            cpu.append(1000 * (time.process_time() - used))
        queries = max(queries, numbers[0])
        content = max(content, body, key=len)
        status = max(status, response.status_code)
    return Figures(
        page,
        reader,
        status,
        median(wall),
        quantiles(wall, n=20)[-1] if len(wall) > 1 else wall[0],
        median(cpu),
        queries,
        len(content) / 1024,
        len(gzip.compress(content, 6)) / 1024,
    )


def measure_bare(rounds: int) -> Figures:
    with override_settings(**bare_settings.SETTINGS):
        client = Client()
        client.force_login(pages.user("officer"), backend="django.contrib.auth.backends.ModelBackend")
        return measure(client, "bare page", "officer", ["/bare/"] * rounds)


def measure_pages(rounds: int, only: str = "", say=print) -> list[Figures]:
    """All pages whose name starts with `only`, for their readers; printed as they are measured."""
    give_up_slow_statements()
    places, found = Places(rounds), []
    clients = {name: Client(raise_request_exception=False) for name in pages.EVERYONE}
    for name, client in clients.items():
        client.force_login(pages.user(name), backend="ruamsuk.accounts.backends.AccountBackend")
    say(HEAD)
    say(measure_bare(rounds * 3).line())
    for page in pages.PAGES:
        if not page.name.startswith(only):
            continue
        addresses = [page.where(places, turn) for turn in range(rounds)]
        bare = measure_bare(rounds)  # beside each page: the machine may have other work meanwhile
        lines = [
            _judged(measure(clients[r], page.name, r, addresses, page.is_fresh), page, bare)
            for r in page.readers
        ]
        lines = _between_readers(lines)
        for line in lines:
            say(line.line())
        found += lines
    return found


def _judged(line: Figures, page: Measured, bare: Figures) -> Figures:
    times, missed = line.median_ms / bare.median_ms, []
    if line.status != 200:
        missed.append("no page")
    if page.most_ms and times > page.most_ms / pages.BARE_MS:
        missed.append(f"> {page.most_ms} ms where the bare page takes {pages.BARE_MS}")
    elif not page.most_ms and times > pages.TIMES_BARE:
        missed.append(f"> {pages.TIMES_BARE} × bare")
    if line.kb > pages.MOST_KB:
        missed.append(f"> {pages.MOST_KB} KB")
    return replace(line, times_bare=times, missed=", ".join(missed))


def _between_readers(lines: list[Figures]) -> list[Figures]:
    """Marks the reader who waits longer than twice another who gets about as much to read."""
    return [_slower(line, [other for other in lines if other.status == 200]) for line in lines]


def _slower(line: Figures, others: list[Figures]) -> Figures:
    quickest = min(
        (other.median_ms for other in others if other.kb >= pages.AS_MUCH * line.kb), default=line.median_ms
    )
    if line.median_ms <= pages.BETWEEN_READERS * quickest:
        return line
    words = f"> {pages.BETWEEN_READERS} × another reader"
    return replace(line, missed=", ".join(part for part in (line.missed, words) if part))
