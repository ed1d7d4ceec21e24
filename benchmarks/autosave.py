"""Two workers that save what people type, each its own proposal, the whole request; beside it the floor: the same two
insert one row each time.
"""

import json
import sys
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

from django.test import Client
from django.urls import reverse

from benchmarks.contributions import forget, insert, together
from benchmarks.measure import HOST, counted_queries
from ruamsuk.projects.proposals.choices import WRITABLE
from ruamsuk.projects.proposals.models import Proposal

WORKERS, SECONDS = 2, 10.0
_turns = count(1)


@dataclass
class Saved:
    per_second: float
    floor_per_second: float
    queries: int

    @property
    def inserts(self) -> float:
        """How many bare inserts one autosave costs."""
        return self.floor_per_second / self.per_second

    def line(self) -> str:
        return (
            f"{self.per_second:.0f} autosaves a second on {WORKERS} workers, {self.queries} queries and "
            f"{self.inserts:.1f} bare inserts each"
        )


def saved(seconds: float = SECONDS) -> Saved:
    try:
        floor, _acts = together(insert, seconds, WORKERS)
    finally:
        forget()
    per_second, _acts = together(save, seconds, WORKERS)
    save()
    with counted_queries() as numbers:
        save()
    return Saved(per_second, floor, numbers[0])


@cache
def writer() -> tuple[Client, str]:
    """Somebody who is signed in, and the address at which their draft is saved: another in each process."""
    number = int(Path(sys.argv[1]).name.split()[0]) if len(sys.argv) == 3 else WORKERS
    drafts = Proposal.objects.filter(state__in=WRITABLE, authors__isnull=False)
    draft = drafts.order_by("pk")[number]
    client = Client()
    client.force_login(draft.authors.get().user, backend="ruamsuk.accounts.backends.AccountBackend")
    return client, reverse("projects:proposal-save", args=[draft.uid])


def save() -> None:
    client, address = writer()
    typed = {
        "p.title": f"โครงการสร้างเสริมสุขภาพชุมชน ครั้งที่ {next(_turns)}",
        "step": "name",
        "version": "999999999",
    }
    answer = client.post(address, typed, **HOST)
    said = json.loads(answer.content)
    if answer.status_code != 200 or said["errors"] or said["lost"] or said["conflicts"]:
        raise SystemExit(f"An autosave was not taken: {answer.status_code} {said}")
