"""A province with a million records changes its zone, forth and back, while four processes write there and two read."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection

from benchmarks.contributions import visit
from ruamsuk.areas.actions import move_area
from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import scoped_models
from ruamsuk.core.calendar import current_fiscal_year, today
from ruamsuk.counting.contributed import contributed
from ruamsuk.counting.figures import FIGURES, Figure
from ruamsuk.counting.models import Contribution, KeptSum
from ruamsuk.counting.queries import counted
from ruamsuk.counting.question import Question
from ruamsuk.counting.sources import SOURCES, register

RECORDS, DOUBLED = 1_000_000, 6
MOVES, WRITERS, READERS = 6, 4, 2
REST = 0.05  # between two acts of one process
PROVINCE, ZONES = "90", ("Z12", "Z11")
MADE_UP = Figure("bench-records", "bench", "bench", "Made up for the bench.", "projects:reports", {})


@dataclass
class Moved:
    records: int
    rewritten: int  # of all records of all nouns, by all moves together
    move_seconds: float  # the longest
    acts: int
    wait_seconds: float  # the longest that a writer took for one act
    answers: int
    neither: int  # answers neither of before nor of after a move

    def line(self) -> str:
        return (
            f"{self.records:,} records of a province in another zone after {self.move_seconds:.2f} s at most, "
            f"{self.rewritten} rewritten; {self.acts} acts meanwhile, the longest took {self.wait_seconds:.2f} s; "
            f"{self.answers} answers, {self.neither} of them neither old nor new"
        )


def moved() -> Moved:
    forget()
    try:
        fill()
        with TemporaryDirectory(prefix="ruamsuk-bench-") as place, declared():
            folder = Path(place)
            start = "import django; django.setup(); from benchmarks import borders; borders.work()"
            names = [f"write {n}" for n in range(WRITERS)] + [f"read {n}" for n in range(READERS)]
            started = [
                subprocess.Popen([sys.executable, "-c", start, folder / name], stdout=subprocess.PIPE)
                for name in names
            ]
            while not all((folder / name).exists() for name in names):
                if any(process.poll() for process in started):
                    raise SystemExit("A process of the bench has failed.")
                time.sleep(0.05)
            seconds, rewritten = zip(*(move(ZONES[(n + 1) % 2]) for n in range(MOVES)), strict=True)
            (folder / "stop").touch()
            said = [json.loads(process.communicate()[0]) for process in started]
        wrote, read = said[:WRITERS], said[WRITERS:]
        return Moved(
            records=RECORDS,
            rewritten=sum(rewritten),
            move_seconds=max(seconds),
            acts=sum(one["number"] for one in wrote),
            wait_seconds=max(one["longest"] for one in wrote),
            answers=sum(one["number"] for one in read),
            neither=sum(one["wrong"] for one in read),
        )
    finally:
        forget()


def fill() -> None:
    """Records spread over the province's sub-districts, and the sums that are kept of them."""
    homes = Area.objects.open().filter(kind=AreaKind.SUBDISTRICT, code__startswith=PROVINCE).order_by("pk")
    places = list(homes.values_list("pk", "place_no"))
    first = RECORDS // 2**DOUBLED
    given: dict[str, Any] = {"figure": MADE_UP.code, "fiscal_year": current_fiscal_year()}
    homes_of = [places[n % len(places)] for n in range(first)]
    Contribution.objects.bulk_create(
        [
            Contribution(**given, n=1, home_area_id=pk, place_no=place, day=today(), is_summed=True)
            for pk, place in homes_of
        ],
        batch_size=1000,
    )
    table = connection.ops.quote_name(Contribution._meta.db_table)
    columns = ", ".join(
        connection.ops.quote_name(field.column)
        for field in Contribution._meta.concrete_fields
        if not field.primary_key
    )
    with connection.cursor() as cursor:
        for _time in range(DOUBLED):
            again = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE figure = %s"
            cursor.execute(again, [MADE_UP.code])
    KeptSum.objects.bulk_create(
        KeptSum(**given, home_area_id=pk, place_no=place, n=number * 2**DOUBLED)
        for (pk, place), number in Counter(homes_of).items()
    )


def forget() -> None:
    for model in (Contribution, KeptSum):
        model._default_manager.filter(figure__startswith="bench-").delete()


@contextmanager
def declared() -> Iterator[None]:
    register("bench", contributed((MADE_UP,)))
    yield
    del SOURCES["bench"], FIGURES[MADE_UP.code]


def move(to: str) -> tuple[float, int]:
    """The seconds that it took, and how many records it wrote."""
    tables = {model._meta.db_table for model in scoped_models()}
    rewritten = [0]

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if sql.startswith("UPDATE") and any(f'"{table}"' in sql.split("SET")[0] for table in tables):
            rewritten[0] += context["cursor"].rowcount
        return result

    time.sleep(1)  # the others go on meanwhile
    started = time.monotonic()
    with connection.execute_wrapper(count):
        province, zone = (Area.objects.open().get(code=code) for code in (PROVINCE, to))
        move_area(area=province, to=zone, on_day=today(), by=None)
    return time.monotonic() - started, rewritten[0]


def work() -> None:
    """One process: it does it once, says so, and goes on until the moves are over; then it prints what it found."""
    file = Path(sys.argv[1])
    act = {"write": write, "read": read}[file.name.split()[0]]
    found = {"number": 0, "longest": 0.0, "wrong": 0}
    with declared():
        act()  # not measured: everything is read for the first time
        while not (file.parent / "stop").exists():
            started = time.monotonic()
            found["wrong"] += not act()
            found["longest"] = max(found["longest"], time.monotonic() - started)
            found["number"] += 1
            file.touch()
            time.sleep(REST)
    print(json.dumps(found))
    connection.close()


def write() -> bool:
    visit()
    return True


def read() -> bool:
    """Whether country and zones all say that the records lie in one of the two zones and in no other."""
    country = {line.area.code: line.split.total for line in ask(Area.country()).lines if line.area}
    where = {code for code, figures in country.items() if figures[MADE_UP.code]}
    whole = sum(figures[MADE_UP.code] for figures in country.values()) == RECORDS
    alone = [ask(Area.objects.open().get(code=code)).totals[MADE_UP.code] for code in ZONES]
    return whole and len(where) == 1 and where <= set(ZONES) and set(alone) <= {0, RECORDS}


def ask(area: Area) -> Any:
    return counted(Question(area=area, fiscal_year=current_fiscal_year(), issue_list=None))
