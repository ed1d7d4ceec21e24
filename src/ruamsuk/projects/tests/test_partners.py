"""Partners of a project and the money that they bring: as records, page and API alike, and what is counted of them."""

import importlib

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import today
from ruamsuk.counting.queries import counted
from ruamsuk.counting.question import Question
from ruamsuk.organizations.actions import add_organization
from ruamsuk.projects.designs.actions.copying import described
from ruamsuk.projects.models import Project, ProjectPartner
from ruamsuk.projects.projects.actions.bulk import GivenProject, enter_projects
from ruamsuk.projects.projects.actions.deciding import decide_proposal
from ruamsuk.projects.projects.actions.partners import lines_of
from ruamsuk.projects.projects.choices import Origin
from ruamsuk.projects.tests.conftest import YEAR
from ruamsuk.projects.tests.test_many import wrong
from ruamsuk.projects.tests.test_reports import make_project, project  # noqa: F401
from tests.api_caller import Caller


@pytest.fixture
def municipality(area):
    return add_organization(name="เทศบาลนครหาดใหญ่", kind="local_authority", home_area=area("901104"), by=None)


def sent(*rows: tuple[str, str, str, str], standing: int = 0) -> dict[str, object]:
    """The form with these lines: name, kind, baht, state."""
    found: dict[str, object] = {
        "partner-TOTAL_FORMS": len(rows),
        "partner-INITIAL_FORMS": standing,
        "partner-MIN_NUM_FORMS": 0,
        "partner-MAX_NUM_FORMS": 40,
    }
    for no, row in enumerate(rows):
        names = ("name", "kind", "amount_satang", "state")
        found |= {f"partner-{no}-{name}": value for name, value in zip(names, row, strict=True)}
    return found


def totals(project) -> dict[str, int]:  # noqa: F811
    return counted(Question(Area.country(), project.fiscal_year, None)).totals


@pytest.fixture
def address(project):  # noqa: F811
    return reverse("projects:project-partners", args=[project.uid])


def test_partners_are_kept_shown_and_counted(client: Client, project, kho_hong, municipality, address):  # noqa: F811
    client.force_login(kho_hong.officer)
    lines = [
        (municipality.name, "", "20,000", "received"),
        ("ชมรมผู้สูงอายุ", "community", "5,000", "promised"),
        ("วัดคอหงส์", "other", "", ""),
    ]
    assert client.post(address, sent(*lines)).status_code == 302
    kept = list(project.partners.values_list("organization", "name", "kind", "amount_satang", "state"))
    assert kept == [
        (municipality.pk, "", "local_authority", 2_000_000, "received"),
        (None, "ชมรมผู้สูงอายุ", "community", 500_000, "promised"),
        (None, "วัดคอหงส์", "other", 0, ""),
    ]
    page = client.get(reverse("projects:project-money", args=[project.uid])).content.decode()
    assert "ชมรมผู้สูงอายุ" in page
    assert "ได้รับแล้ว" in page
    found = totals(project)
    names = ("joint", "joint_local", "joint_satang", "joint_received_satang")
    assert [found[name] for name in names] == [1, 1, 2_500_000, 2_000_000]
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(amount_satang) FROM projects_projectpartner WHERE is_confirmed")
        assert cursor.fetchone()[0] == found["joint_satang"]
    for figure in ("joint", "joint_local"):
        listed = client.get(f"/projects/?area=TH&year={project.fiscal_year}&figure={figure}").context["page"]
        assert [row.pk for row in listed] == [project.pk]
    client.post(address, sent(("", "", "", ""), standing=3))  # emptied
    assert [totals(project)[name] for name in names] == [0, 0, 0, 0]


@pytest.mark.one_value("what is typed is refused in Python; of each value the same is read")
@pytest.mark.parametrize(
    "bad",
    [
        ("ไม่อยู่ในทะเบียน", "", "", ""),  # no kind
        ("วัด", "other", "5,000", ""),  # promised or received?
        ("วัด", "other", "-5", "promised"),
        ("วัด", "other", "50.000", "promised"),
        ("วัด", "temple", "", ""),
        ("วัด\x00", "other", "", ""),
        ("ว" * 2001, "other", "", ""),
        ("", "other", "5", "promised"),
    ],
)
def test_bad_lines_are_refused_and_nothing_is_kept(client: Client, project, kho_hong, address, bad):  # noqa: F811
    client.force_login(kho_hong.officer)
    assert client.post(address, sent(bad)).status_code == 422
    assert not ProjectPartner.objects.exists()
    assert client.post(address, sent(("วัด", "other", "50,000", "promised"))).status_code == 302


def test_the_same_partner_twice_is_refused(client: Client, project, kho_hong, municipality, address):  # noqa: F811
    client.force_login(kho_hong.officer)
    twice = sent((municipality.name, "", "", ""), (municipality.name, "", "5", "received"))
    assert client.post(address, twice).status_code == 422


def test_who_does_not_run_the_project_writes_no_partners(client: Client, kho_hong, person, area, address):
    assert client.post(address, sent()).url.startswith("/accounts/login/")
    for reader in (kho_hong.mentor, person("Chief", "executive", area("90"))):
        client.force_login(reader)
        assert client.post(address, sent(("วัด", "other", "", ""))).status_code == 403
    assert not ProjectPartner.objects.exists()


def test_the_api_does_what_the_page_does(project, kho_hong, municipality):  # noqa: F811
    call = Caller(kho_hong.officer)
    body = {
        "partners": [
            {"name": municipality.name, "amount_satang": 2_000_000, "state": "received"},
            {"name": "<b>ชมรม</b>", "kind": "community"},
        ]
    }
    found = call.post(f"/projects/{project.uid}/partners", body)
    assert found.status_code == 200, found.content.decode()
    assert [(row["name"], row["kind"], row["amount_satang"]) for row in found.json()["partners"]] == [
        (municipality.name, "local_authority", 2_000_000),
        ("<b>ชมรม</b>", "community", 0),
    ]
    assert (
        "<b>ชมรม" not in Client().get(reverse("projects:project-money", args=[project.uid])).content.decode()
    )
    for bad in ({"name": "ก"}, {"name": "ก", "kind": "other", "amount_satang": 5}, {"kind": "other"}):
        assert call.post(f"/projects/{project.uid}/partners", {"partners": [bad]}).status_code == 422
    assert Caller(kho_hong.mentor).post(f"/projects/{project.uid}/partners", body).status_code == 403


def test_texts_of_a_proposal_become_lines_to_be_confirmed(kho_hong, submitted):
    submitted.design.activities.update(
        partners="อสม. และ รพ.สต.", other_money_source="อบต.", other_money_satang=500_000
    )
    decide_proposal(
        proposal=submitted,
        outcome="approved",
        decided_on=today(),
        resolution_no="1/2570",
        amount_satang=1_500_000,
        by=kho_hong.officer,
    )
    made = Project.objects.get(proposal=submitted)
    many = submitted.design.activities.count()
    assert list(made.partners.values_list("name", "kind", "amount_satang", "is_confirmed")) == [
        ("อสม. และ รพ.สต.", "", 0, False),
        ("อบต.", "", 500_000 * many, False),
    ]
    assert totals(made)["joint"] == 0  # nobody has looked at them yet
    assert made.design.activities.first().partners == "อสม. และ รพ.สต."


def test_the_migration_loses_no_text_and_guesses_nothing(project):  # noqa: F811
    long = "ภาคี " * 900
    project.design.activities.update(partners=long, other_money_source="", other_money_satang=700)
    migration = importlib.import_module("ruamsuk.projects.migrations.0021_further_figures")
    migration.carry_partners(apps, None)
    kept = project.partners.values_list("name", "amount_satang", "is_confirmed", "kind", "state")
    assert list(kept) == [(long.strip(), 0, False, "", ""), ("?", 700, False, "", "")]


def test_a_text_that_is_the_name_of_one_organisation_is_that_partner(kho_hong, submitted, municipality, area):
    for place in ("901104", "900101"):
        add_organization(name="โรงเรียนชื่อซ้ำ", kind="school", home_area=area(place), by=None)
    first, *_others = submitted.design.activities.all()
    submitted.design.activities.update(partners="โรงเรียนชื่อซ้ำ")
    submitted.design.activities.filter(pk=first.pk).update(
        partners=f" {municipality.name} ", other_money_source="มูลนิธิที่ไม่มีในทะเบียน", other_money_satang=700
    )
    design = described(submitted.design)
    values = {"title": "จากหลายเรื่องพร้อมกัน", "fiscal_year": YEAR, "fund_id": kho_hong.fund.pk, "code": "x"}
    values |= {"home_area_id": kho_hong.fund.home_area_id, "budget_satang": 100, "origin": Origin.PAPER}
    made = enter_projects(given=[GivenProject(design, values)], by=None)[0].project
    kept = made.partners.values_list("organization", "name", "kind", "amount_satang", "is_confirmed")
    assert list(kept)[:2] == [
        (municipality.pk, "", "local_authority", 0, True),
        (None, "มูลนิธิที่ไม่มีในทะเบียน", "", 700, False),  # promised or received: nobody said it
    ]
    assert all(row == (None, "โรงเรียนชื่อซ้ำ", "", 0, False) for row in list(kept)[2:])
    assert totals(made)["joint_local"] == 1
    assert not wrong()


def test_the_migration_places_what_one_organisation_is_called(project, municipality):  # noqa: F811
    for no, (name, amount) in enumerate(((municipality.name, 0), (municipality.name, 500), ("อสม.", 0)), 1):
        project.partners.create(no=no, name=name, amount_satang=amount, is_confirmed=False)
    migration = importlib.import_module("ruamsuk.projects.migrations.0022_partners_and_participants")
    migration.place_partners(apps, None)
    kept = project.partners.values_list("organization", "name", "kind", "is_confirmed")
    assert list(kept) == [
        (municipality.pk, "", "local_authority", True),
        (municipality.pk, "", "local_authority", False),
        (None, "อสม.", "", False),
    ]


TEXTS = st.lists(st.tuples(st.text(max_size=5), st.text(max_size=3), st.integers(0, 99)), max_size=6)


@given(TEXTS)
def test_no_money_and_no_name_is_lost(texts):
    found = lines_of(texts)
    assert sum(money for _name, money in found) == sum(money for *_words, money in texts)
    names = [name for name, _money in found]
    assert len(names) == len(set(names))
    said = {word.strip() for partners, source, _money in texts for word in (partners, source)} - {""}
    assert said <= set(names)
