"""A noun as busy as home visits: eight processes whose acts contribute to two figures of one sub-district, while the
worker sums them up and somebody reads. Beside it the floor: the same processes insert one row each time.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from mmap import mmap
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from django.utils.module_loading import import_string

from ruamsuk.accounts.models import User
from ruamsuk.areas.models import Area
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import current_fiscal_year, today
from ruamsuk.counting.actions import contribute, sum_up
from ruamsuk.counting.contributed import contributed
from ruamsuk.counting.figures import FIGURES, Figure
from ruamsuk.counting.models import Contribution, KeptSum
from ruamsuk.counting.queries import counted
from ruamsuk.counting.question import Question
from ruamsuk.counting.sources import SOURCES, register
from ruamsuk.issues.models import Issue

PROCESSES, SECONDS = 8, 10.0
MADE_UP = tuple(
    Figure(code, code, code, "Made up for the bench.", "projects:reports", {})
    for code in ("bench-visits", "bench-hours")
)
FLOOR = "bench-floor"
PLACE = "901104"


@dataclass
class Busy:
    """What eight processes did, and what a reader saw meanwhile."""

    per_second: float
    floor_per_second: float
    acts: int
    counted: int  # at the end: must be `acts`
    reads: int
    behind: int  # answers without an act that was acknowledged before they were asked for

    @property
    def inserts(self) -> float:
        """How many bare inserts one act costs."""
        return self.floor_per_second / self.per_second

    def line(self) -> str:
        return (
            f"{self.per_second:.0f} acts a second contribute, {self.inserts:.1f} bare inserts each; {self.acts} done, "
            f"{self.counted} counted; {self.reads} answers meanwhile, {self.behind} of them behind"
        )


def busy(seconds: float = SECONDS) -> Busy:
    register("bench", contributed(MADE_UP))
    forget()
    try:
        floor, _acts = together(insert, seconds, aside=(sum_and_rest,))
        late: list[bool] = []

        def look(done: Callable[[], int]) -> None:
            acknowledged = done()
            late.append(visits() < acknowledged)

        per_second, acts = together(visit, seconds, aside=(sum_and_rest,), look=look)
        return Busy(per_second, floor, acts, visits(), len(late), sum(late))
    finally:
        forget()
        del SOURCES["bench"]
        for figure in MADE_UP:
            del FIGURES[figure.code]


def visits() -> int:
    question = Question(area=Area.objects.get(code=PLACE), fiscal_year=current_fiscal_year(), issue_list=None)
    return counted(question).totals["bench-visits"]


def forget() -> None:
    codes = [FLOOR, *(figure.code for figure in MADE_UP)]
    for model in (Contribution, KeptSum):
        model._default_manager.filter(figure__in=codes).delete()


def together(
    act: Callable[[], object],
    seconds: float,
    processes: int = PROCESSES,
    *,
    aside: tuple[Callable[[], object], ...] = (),
    look: Callable[[Callable[[], int]], None] = lambda done: None,
) -> tuple[float, int]:
    """So many processes that do it, and others beside them: how often a second, and how often in all."""
    with TemporaryDirectory(prefix="ruamsuk-bench-") as place:
        folder = Path(place)
        own = [f"{n} {_path(act)}" for n in range(processes)]
        names = [*own, *(f"{n} {_path(other)}" for n, other in enumerate(aside, processes))]
        for name in names:
            (folder / name).write_bytes(bytes(8))
        start = "import django; django.setup(); from benchmarks import contributions; contributions.work()"
        started = [
            subprocess.Popen([sys.executable, "-c", start, folder / name, str(seconds)]) for name in names
        ]

        def done() -> int:
            return sum(_number(folder / name) for name in own)

        while not all(_number(folder / name) for name in names):
            if any(process.poll() for process in started):
                break
            time.sleep(0.05)
        before = done()
        (folder / "go").touch()
        while any(process.poll() is None for process in started):
            look(done)
            time.sleep(0.05)
        if any(process.returncode for process in started):
            raise SystemExit(f"A process that was to {act.__name__} has failed.")
        return (done() - before) / seconds, done()


def _path(act: Callable[[], object]) -> str:
    return f"{act.__module__}.{act.__name__}"


def _number(file: Path) -> int:
    return int.from_bytes(file.read_bytes(), "little")


def work() -> None:
    """One process: it does it once, says so, waits for the others, and goes on until its time is over."""
    file, seconds = Path(sys.argv[1]), float(sys.argv[2])
    act = import_string(file.name.split()[1])
    with file.open("r+b") as raw, mmap(raw.fileno(), 8) as counter:
        act()
        counter[:] = (1).to_bytes(8, "little")
        while not (file.parent / "go").exists():
            time.sleep(0.01)
        number, ends = 1, time.monotonic() + seconds
        while time.monotonic() < ends:
            act()
            number += 1
            counter[:] = number.to_bytes(8, "little")
    connection.close()


def insert() -> None:
    home = Area.objects.get(code=PLACE)
    Contribution.objects.create(
        figure=FLOOR,
        fiscal_year=current_fiscal_year(),
        home_area=home,
        place_no=home.place_no,
        n=1,
        day=today(),
        is_summed=True,
    )


def visit() -> None:
    record_visit(home=Area.objects.get(code=PLACE), by=None)


@action("visited somebody made up")
def record_visit(*, home: Area, by: User | None, at: datetime = NOW) -> None:
    """The act of the stand-in noun: an operation of the trail, and two figures in each list of issues."""
    contribute(
        figures={"bench-visits": 1, "bench-hours": 2},
        fiscal_year=current_fiscal_year(),
        home_area=home,
        issues=Issue.objects.order_by("pk").values_list("pk", flat=True)[:1],
        at=at,
    )


def sum_and_rest() -> None:
    sum_up()
    time.sleep(0.2)
