"""No address is looser than its row, page or API, and no answer shows of persons what its reader may not see.

A seeded part of all cells runs with the suite, and each address once more on the second database;
`bin/check --matrix` asks every one (docs/howto/matrix.md).
"""

import logging
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import transaction
from django.http import Http404
from django.urls import resolve

from ruamsuk.accounts.models import User
from ruamsuk.areas.actions import merge_areas
from ruamsuk.areas.sight import FOLLOWS, STAYS, Sight
from ruamsuk.core.calendar import current_fiscal_year, today
from ruamsuk.core.problems import Problem
from ruamsuk.papers import sheets
from ruamsuk.papers.documents import DOCUMENTS
from tests.matrix.addresses import Address, NoValue, addresses
from tests.matrix.expected import PERSONAL, ROWS, NoRow, key, row_of
from tests.matrix.runner import Cell, answered, ask, cells
from tests.matrix.world import MARKS, Reader, World
from tests.world import area, person

pytestmark = pytest.mark.one_worker

EVERY_CELL = os.environ.get("MATRIX") == "all"
LEAST = 3_000  # cells of the short form
PARTS = 8 if EVERY_CELL else 2  # tests, so that two processes share the work
SHOWN = 60
PRINTED_FOR = (
    *(
        "fund-officer@fund",
        "mentor@area",
        "committee-member@fund",
        "auditor@area",
        "executive@area",
        "no-post",
    ),
    *("fund-officer@near", "project-owner@applicant", "project-owner@near", "administrator@far", "author"),
)
# Asked at every address: the stranger; who reads nearly all, who sees no persons, and who decides elsewhere only.
ALWAYS = ("stranger", "fund-officer@fund", "auditor@area", "funder-officer@applicant")
# Where a planted text is read.
_APPLICANT, _FILE = "/proposals/{uid}/applicants/{applicant}/", "/reports/{uid}/files/{file}/"
_EARLIER = "/proposals/{uid}/earlier-texts/"
READ_AT = {
    "applicants of a draft": ("/proposals/{uid}/", "started"),
    "applicants of a sent proposal": ("/proposals/{uid}/", "sent"),
    "copies of ID cards of a draft": (_APPLICANT, "started"),
    "copies of ID cards of a sent proposal": (_APPLICANT, "sent"),
    "who wrote a draft": ("/proposals/{uid}/", "started"),
    "who wrote and decided a sent proposal": ("/projects/{uid}/money/", ""),
    "what is said about a draft": ("/proposals/{uid}/", "started"),
    "what is said about a sent proposal": ("/proposals/{uid}/", "sent"),
    "text of a draft": ("/proposals/", ""),
    "earlier texts of a draft": (_EARLIER, "started"),
    "earlier texts of a sent proposal": (_EARLIER, "sent"),
    "earlier texts about applicants of a draft": (_EARLIER, "started"),
    "earlier texts about applicants of a sent proposal": (_EARLIER, "sent"),
    "who is asked to write a draft": ("/proposals/{uid}/authors/", "started"),
    "who is asked to write a sent proposal": ("/proposals/{uid}/authors/", "sent"),
    "steps that wait for a second person": ("/own-steps/{uid}/", ""),
    "persons responsible for a project": ("/projects/{uid}/", ""),
    "lists in files of a started report": (_FILE, "started"),
    "lists in files of a sent report": (_FILE, "sent"),
    "photos of a started report": ("/reports/{uid}/photos/{photo}/{size}/", "started"),
    "photos of a sent report that nobody released": ("/reports/{uid}/photos/{photo}/{size}/", "sent"),
    "who wrote and checked reports": ("/reports/{uid}/", "sent"),
    "what is said about a started report": ("/reports/{uid}/", "started"),
    "what is said about a sent report": ("/reports/{uid}/", "sent"),
    "text of a started report": ("/reports/{uid}/", "started"),
    "earlier texts of a sent report": ("/reports/{uid}/earlier-texts/", "sent"),
    "documents of a project": ("/projects/{uid}/documents/{document}/", ""),
    "bank accounts": ("/funds/{uid}/bank-accounts/", ""),
    "members of a committee": ("/committees/funds/{uid}/", ""),
    "text of a plan that is not agreed": ("/plans/{uid}/", "started"),
    "e-mail and user name of who works at the fund": ("/users/{uid}/", ""),
    "names of who works at the fund": ("/funds/{uid}/officers/", ""),
    "work handed over with a post": ("/users/handovers/{uid}/", ""),
    "records of a file that was sent in": ("/import/{uid}/lines/{no}/", ""),
    "what a group without an account sent": ("/applications/{uid}/", ""),
    "people of a workbook": ("/workbooks/{uid}/rows/{no}/", ""),
    "who is invited": ("/users/invitations/{uid}/", ""),
}


def test_every_address_has_an_expected_row():
    missing = []
    for address in addresses():
        try:
            row_of(address)
        except NoRow as found:
            missing.append(str(found))
    assert not missing, "\n".join(missing)


def test_every_row_is_of_an_address():
    there = {key(address) for address in addresses()}
    assert not {one: row.name for row in ROWS for one in row.shapes() if one not in there}


def test_every_personal_noun_has_its_readers():
    assert set(PERSONAL) == set(MARKS)


@pytest.fixture(scope="module")
def world(kept_for_module) -> Iterator[World]:
    with kept_for_module():
        yield World()


@pytest.mark.django_db
def test_every_address_leads_to_a_record(world):
    missing = []
    for address in addresses():
        try:
            address.stages(world.values)
        except NoValue as found:
            missing.append(str(found))
    assert not missing, "\n".join(missing)


def chosen(world: World, second_database: bool) -> list[Cell]:
    """All cells, or those of `ALWAYS` and as many others at every address as make up the short form.

    Who is let in does not depend on the database: the second one answers each address to one of them.
    """
    every = list(cells(world))
    if EVERY_CELL:
        return every
    if second_database:
        first: dict[tuple[str, str], Cell] = {}
        for cell in sorted(every, key=is_let_in, reverse=True):
            first.setdefault((str(cell.address), cell.stage), cell)
        return list(first.values())
    asked = [cell for cell in every if cell.reader.name in ALWAYS]
    others = [cell for cell in every if cell.reader.name not in ALWAYS]
    more = random.Random(1).sample(others, max(LEAST - len(asked), len(asked) // 10))
    return [*asked, *more]


def is_let_in(cell: Cell) -> bool:
    return row_of(cell.address).expected(cell.reader.name, cell.stage) == "yes"


@pytest.mark.django_db
def test_no_paper_shows_persons_whom_its_reader_may_not_see(world):
    """What is planted for some stands in their papers, and in nobody else's: the answers above are no PDF."""
    wrong, found = [], set()
    for address in (one for one in addresses() if one.shape.endswith("/paper")):
        for stage in address.stages(world.values):
            asked = resolve(address.path(world.values[stage])).kwargs
            for reader in world.readers:
                if reader.user and (EVERY_CELL or reader.name in PRINTED_FOR):
                    text = printed(reader.user, **asked)
                    for noun in (noun for noun, mark in MARKS.items() if mark in text):
                        found.add(noun)
                        if not PERSONAL[noun].has(reader.name):
                            wrong.append(f"{asked['document']} ({stage}) × {reader.name}: shows {noun}")
    assert not wrong, "\n".join(wrong)
    assert found >= {
        "applicants of a draft",
        "persons responsible for a project",
        "who wrote and checked reports",
        "text of a plan that is not agreed",
    }


def printed(user: User, document: str, uid: UUID) -> str:
    of = DOCUMENTS[document]
    try:
        thing = of.thing_for(user, uid)
    except (Problem, Http404):
        return ""
    return sheets.html(of.tell(user, thing, current_fiscal_year() if of.is_of_year else None), of)


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_no_answer_is_looser_than_its_row(part, world, second_database, record_property, caplog):
    caplog.set_level(logging.CRITICAL)  # thousands of refusals
    asked = chosen(world, second_database)[part::PARTS]
    wrong = [fault for cell in asked for fault in ask(world, cell)]
    record_property("matrix cells", len(asked))
    record_property("matrix wrong", len(wrong))
    assert not wrong, f"{len(wrong)} wrong of {len(asked)} cells:\n" + "\n".join(wrong[:SHOWN])


# Read by place with a verb of persons: what stays with the area of before when areas are merged (docs/adr/0044).
STAYS_BEHIND = (
    "applicants of a draft",
    "applicants of a sent proposal",
    "copies of ID cards of a draft",
    "copies of ID cards of a sent proposal",
    "earlier texts about applicants of a draft",
    "earlier texts about applicants of a sent proposal",
    "persons responsible for a project",
    "bank accounts",
    "members of a committee",
    "e-mail and user name of who works at the fund",
    "names of who works at the fund",
    "work handed over with a post",
)


@contextmanager
def merged(world: World, sight: Sight) -> Iterator[Callable[[str], Reader]]:
    """The sub-district of the records is merged into the next one; gives readers with posts at that one."""
    home, into = area(world.site.home.code), area("901102")
    with transaction.atomic():
        merge_areas(areas=[home], into=into, on_day=today(), sight=sight, by=None)
        yield lambda role: Reader(f"{role}@successor", person(f"Successor {role}", role, into))
        transaction.set_rollback(True)


def shown(world: World, cell: Cell) -> set[str]:
    text = answered(world, cell)[1]
    return {noun for noun in STAYS_BEHIND if MARKS[noun] in text}


@pytest.mark.django_db
@pytest.mark.one_database("what stays behind is told by a mark of the row; the next test merges on both")
def test_after_a_merge_no_address_shows_persons_to_the_successor(world, record_property, caplog):
    caplog.set_level(logging.CRITICAL)
    reading = [
        (address, stage) for address in addresses() if address.reads for stage in address.stages(world.values)
    ]
    with merged(world, STAYS) as successor:
        readers = [
            successor(role) for role in ("mentor", "auditor", *(("administrator",) if EVERY_CELL else ()))
        ]
        asked = [Cell(*one, reader) for reader in readers for one in reading]
        wrong = [f"{cell}: {found}" for cell in asked if (found := shown(world, cell))]
    record_property("matrix cells", len(asked))
    record_property("matrix wrong", len(wrong))
    assert not wrong


@pytest.mark.django_db
def test_after_a_merge_persons_are_shown_where_that_was_decided(world):
    """Else that nothing is shown without the decision would prove nothing."""
    with merged(world, FOLLOWS) as successor:
        found = set()
        for noun in STAYS_BEHIND:
            address, stage = READ_AT[noun]
            for role in ("mentor", "auditor", "administrator"):
                found |= shown(world, Cell(Address("GET", address, is_api=False), stage, successor(role)))
    assert found == set(STAYS_BEHIND)


@pytest.mark.django_db
@pytest.mark.parametrize("noun", [noun for noun in MARKS if PERSONAL[noun].names])
def test_what_is_planted_is_found_by_who_may_read_it(noun, world):
    """Else an answer that does not show it would prove nothing."""
    address, stage = READ_AT[noun]
    reader = next(reader for reader in world.readers if PERSONAL[noun].has(reader.name))
    cell = Cell(Address("GET", address, is_api=False), stage, reader)
    assert MARKS[noun] in answered(world, cell)[1]


@pytest.mark.django_db
def test_a_gate_that_is_too_loose_would_be_found(world):
    officer = next(reader for reader in world.readers if reader.name == "fund-officer@fund")
    document = Address("GET", "/projects/{uid}/documents/{document}/", is_api=False)
    assert ask(world, Cell(document, "", officer)) == []
    let_in, shown = ask(world, Cell(document, "", Reader("stranger", officer.user)))
    assert "expected no, got yes" in let_in
    assert "shows documents of a project" in shown
