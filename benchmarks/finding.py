"""What the search finds of what is mistyped, and how long it takes, among all titles of the generator.

The title that is looked for need not be the one that the words were taken from, which many share: one that says what
was meant must be among the first ten.
"""

from dataclasses import dataclass
from random import Random
from statistics import median, quantiles

from django.test import Client
from django.test.utils import setup_test_environment

from benchmarks import pages
from benchmarks.measure import HOST, measure, measure_bare
from benchmarks.titles import typed
from ruamsuk.core.searching import fold
from ruamsuk.projects.models import ActivityReport
from ruamsuk.projects.reports.choices import SENT_STATES

QUERIES, FIRST = 300, 10


@dataclass
class Searched:
    asked: int
    missed: list[str]
    median_ms: float
    p95_ms: float
    bare_ms: float
    rows: int

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.asked

    @property
    def times_bare(self) -> float:
        return self.p95_ms / self.bare_ms

    def line(self) -> str:
        return (
            f"{self.asked} mistyped searches of {self.rows:,} reports: {100 * self.recall:.1f} % found, median "
            f"{self.median_ms:.0f} ms, 95 % within {self.p95_ms:.0f} ms, "
            f"{self.times_bare:.0f} × bare ({self.bare_ms:.1f} ms)"
        )


def searched() -> Searched:
    setup_test_environment()  # answers tell what they were made of
    rows = ActivityReport.objects.filter(state__in=SENT_STATES)
    keys = Random(2570).sample(list(rows.order_by("pk").values_list("pk", flat=True)), QUERIES)
    titles = dict(rows.filter(pk__in=keys).values_list("pk", "title"))
    client = Client()
    client.force_login(pages.user("country"), backend="ruamsuk.accounts.backends.AccountBackend")
    waits, missed, bares = [], [], []
    for no, one in enumerate(typed([titles[key] for key in keys])):
        if no % 30 == 0:  # beside each other: the machine may have other work meanwhile
            bares.append(measure_bare(10).median_ms)
        address = f"/search/?q={one.text}"
        waits.append(measure(client, "search", "country", [address]).median_ms)
        groups = client.get(address, **HOST).context["found"].groups
        shown = ["".join(run for run, _is in hit.title) for group in groups for hit in group.hits]
        if not any(fold(one.meant) in fold(title) for title in shown[:FIRST]):
            missed.append(f"{one.mistake}: {one.text}")
    return Searched(QUERIES, missed, median(waits), quantiles(waits, n=20)[-1], median(bares), rows.count())
