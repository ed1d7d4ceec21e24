"""Two workers that save what people type, each its own proposal, the whole request. Beside it the floor: the bare
system (bare.py) stores one row for somebody signed in.
"""

import json
import sys
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks import bare_settings, pages
from benchmarks.contributions import forget, together
from benchmarks.measure import HOST
from ruamsuk.projects.proposals.choices import WRITABLE
from ruamsuk.projects.proposals.models import Proposal

WORKERS, SECONDS = 2, 10.0
_turns = count(1)


@dataclass
class Saved:
    per_second: float
    floor_per_second: float
    queries: int  # beside those that begin and end a transaction

    @property
    def inserts(self) -> float:
        """How many bare requests that insert a row one autosave costs."""
        return self.floor_per_second / self.per_second

    def line(self) -> str:
        return (
            f"{self.per_second:.0f} autosaves a second on {WORKERS} workers, {self.queries} queries and "
            f"{self.inserts:.1f} bare inserts each"
        )


def saved(seconds: float = SECONDS) -> Saved:
    try:
        floor, _acts = together(insert_barely, seconds, WORKERS)
    finally:
        forget()
    per_second, _acts = together(save, seconds, WORKERS)
    save()
    with CaptureQueriesContext(connection) as asked:
        save()
    asks = [one["sql"] for one in asked if one["sql"].startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]
    return Saved(per_second, floor, len(asks))


@cache
def writer() -> tuple[Client, str]:
    """Somebody who is signed in, and the address at which their draft is saved: another in each process."""
    number = int(Path(sys.argv[1]).name.split()[0]) if sys.argv[0] == "-c" else WORKERS
    drafts = Proposal.objects.filter(state__in=WRITABLE, authors__isnull=False)
    draft = drafts.order_by("pk")[number]
    client = Client()
    client.force_login(draft.authors.get().user, backend="ruamsuk.accounts.backends.AccountBackend")
    return client, reverse("projects:proposal-save", args=[draft.uid])


@cache
def bare_client() -> Client:
    override_settings(**bare_settings.SETTINGS).enable()  # for the rest of this process
    client = Client()
    client.force_login(pages.user("officer"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def insert_barely() -> None:
    bare_client().post("/bare/row/", {}, **HOST).json()


# A long text that goes on: a short one may be remarked upon, and is judged with each save.
LONG = "เยาวชนในตำบลเริ่มสูบบุหรี่เร็วขึ้นทุกปี ตามสถิติของโรงพยาบาลส่งเสริมสุขภาพตำบลและข้อมูลที่โรงเรียนสำรวจไว้"


def save() -> None:
    client, address = writer()
    typed = {
        "d.rationale": f"{LONG} ครั้งที่ {next(_turns)}",
        "step": "name",
        "version": "999999999",
    }
    answer = client.post(address, typed, **HOST)
    said = json.loads(answer.content)
    if answer.status_code != 200 or said["errors"] or said["lost"] or said["conflicts"]:
        raise SystemExit(f"An autosave was not taken: {answer.status_code} {said}")
