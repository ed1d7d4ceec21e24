"""Keyset paging walks every row once, in order, both ways, with NULLs last, on both databases."""

import html
import re
from datetime import date
from itertools import count

import pytest
from django.db.models import QuerySet
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ruamsuk.areas.models import Area
from ruamsuk.core.paging import Page
from tests.pages import PAGES
from tests.site import build

pytestmark = pytest.mark.django_db

FURTHER = re.compile(r'rel="next" href="([^"#]*)')
ORDERS = [("opened_on", "sort_key"), ("-opened_on", "sort_key"), ("-sort_key",), ("-opened_on", "-pk")]


numbers = count(1)


def villages() -> QuerySet[Area]:
    """The rows of the last `fill`."""
    return Area.objects.filter(kind="village", closed_on__isnull=True)


def page(order, size, **address) -> Page:
    return Page(RequestFactory().get("/", address), villages(), order=order, size=size)


def fill(rows: list[tuple[str, date | None]]) -> None:
    villages().update(closed_on=date(2030, 1, 1))
    for name, day in rows:
        add(name, day)


def add(name: str, day: date | None = None) -> None:
    n = next(numbers)
    Area.objects.create(kind="village", code=str(n), name_th=name, sort_key=name, place_no=n, opened_on=day)


def expected(order) -> list[int]:
    rows = list(villages())
    rows.sort(key=lambda row: row.pk, reverse="-pk" in order)
    for name in reversed([name for name in order if name.lstrip("-") != "pk"]):
        field, down = name.lstrip("-"), name.startswith("-")
        full = [row for row in rows if getattr(row, field) is not None]
        full.sort(key=lambda row, field=field: getattr(row, field), reverse=down)
        if down:  # Python's reverse keeps equal rows in their order, as a stable sort must
            full = sorted(full, key=lambda row, field=field: getattr(row, field), reverse=True)
        rows = full + [row for row in rows if getattr(row, field) is None]
    return [row.pk for row in rows]


days = st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2020, 1, 4)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from("กขค"), days), max_size=14), st.integers(1, 4), st.sampled_from(ORDERS)
)
def test_every_row_comes_once_in_order_forward_and_back(rows, size, order):
    fill(rows)
    whole = expected(order)
    forward, here = [], page(order, size)
    forward.append([row.pk for row in here])
    while here.next:
        here = page(order, size, after=here.next)
        forward.append([row.pk for row in here])
    assert [pk for part in forward for pk in part] == whole
    backward = [[row.pk for row in here]]
    while here.previous:
        here = page(order, size, before=here.previous)
        backward.insert(0, [row.pk for row in here])
    assert [pk for part in backward for pk in part] == whole


def test_a_cursor_that_was_cut_or_made_up_opens_the_first_page():
    fill([("ก", None), ("ข", date(2020, 1, 1)), ("ค", None)])
    order = ("opened_on", "sort_key")
    first = [row.pk for row in page(order, 2)]
    for wrong in ("x", "bnVsbA", "WzEsMiwzXQ", "W3siYSI6MX0sMSwyXQ", "é"):
        assert [row.pk for row in page(order, 2, after=wrong)] == first
    assert [row.pk for row in page(order, 2, after=page(order, 2).next)] == expected(order)[2:]


def test_a_row_added_before_the_place_does_not_shift_the_next_page():
    fill([("ก", None), ("ค", None), ("ง", None)])
    here = page(("sort_key",), 2)
    add("ข")
    assert [row.name_th for row in page(("sort_key",), 2, after=here.next)] == ["ง"]


@pytest.mark.parametrize("order", [("sort_key",), ("-sort_key",), ("sort_key", "-pk")])
def test_several_queries_are_one_list(order):
    fill([(name, None) for name in "กขคงจฉชซกข"])
    odd, even = (villages().filter(pk__in=[row.pk for row in list(villages())[start::2]]) for start in (0, 1))
    seen, address = [], {}
    while True:
        found = Page(RequestFactory().get("/", address), [odd, even, odd], order=order, size=3)
        seen += [row.pk for row in found]
        if not found.next:
            break
        address = {"after": found.next}
    assert seen == expected(order)
    back = Page(RequestFactory().get("/", {"before": found.previous}), [odd, even, odd], order=order, size=3)
    assert [row.pk for row in back] == seen[-len(found) - 3 : -len(found)]


def test_rows_are_made_ready_only_for_the_page():
    fill([(name, None) for name in "กขคง"])
    ready = lambda rows: rows.select_related("parent")  # noqa: E731
    found = Page(RequestFactory().get("/"), villages(), order=("sort_key",), size=2, ready=ready)
    assert [row.name_th for row in found] == ["ก", "ข"]
    assert all("parent" in row._state.fields_cache for row in found)


def test_a_list_may_be_ordered_by_a_record_that_a_column_names():
    fill([(name, None) for name in "กขคง"])
    upper = [
        Area.objects.create(kind="district", code=f"9{n}", name_th="ก", sort_key="ก", place_no=n)
        for n in (1, 2)
    ]
    for number, row in enumerate(villages()):
        villages().filter(pk=row.pk).update(parent=upper[number % 2])
    first = page(("parent", "sort_key"), 3)
    rest = page(("parent", "sort_key"), 3, after=first.next)
    assert [row.name_th for row in (*first, *rest)] == ["ก", "ค", "ข", "ง"]
    assert [row.name_th for row in page(("parent", "sort_key"), 3, before=rest.previous)] == ["ก", "ค", "ข"]


def test_every_list_of_every_page_can_be_turned_over(monkeypatch):
    """Each list shows one row, so that all that the small site holds more of lead on."""
    site, turned = build(), set()
    whole = Page.__init__

    def single(self, request, rows, **given):
        whole(self, request, rows, **(given | {"size": 1}))

    monkeypatch.setattr(Page, "__init__", single)
    for name, entry in PAGES.items():
        client = Client()
        if entry.who:
            client.force_login(getattr(site, entry.who))
        address, seen = entry.address(name, site), 0
        text = client.get(address).content.decode()
        while (further := FURTHER.search(text)) and seen < 3:
            seen += 1
            answer = client.get(address.partition("?")[0] + html.unescape(further[1]))
            assert answer.status_code == 200, f"{name}: {further[1]}"
            text = answer.content.decode()
            assert 'rel="prev"' in text, name
        if seen:
            turned.add(name)
    assert len(turned) > 10, turned
