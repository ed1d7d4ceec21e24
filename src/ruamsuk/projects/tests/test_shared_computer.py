"""Pages that name persons are not kept by the browser: after signing out, the back button shows nothing of them."""

import pytest
from django.urls import reverse

from ruamsuk.projects.projects.actions.projects import enter_project, set_people
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.forms.draft import read_changes

PERSON = {"name": "คนสมมติที่หนึ่ง", "phone": "081-000-0001"}


@pytest.fixture
def pages(kho_hong, started):
    by = kho_hong.officer
    drafting.add_row(proposal=started, kind="applicant", by=by, values=PERSON)
    drafting.save_fields(
        proposal=started, base_version=99, changes=read_changes({"d.applicant_kind": "5"}), by=by
    )
    project = enter_project(
        title="ออกกำลังกาย",
        fiscal_year=2570,
        home_area=kho_hong.home,
        fund=kho_hong.fund,
        budget_satang=100,
        by=by,
    )
    set_people(project=project, people=[PERSON | {"duty": ""}], by=by)
    return {
        "proposal": reverse("projects:proposal", args=[started.uid]),
        "writing": reverse("projects:proposal-write", args=[started.uid, "name"]),
        "project": reverse("projects:project", args=[project.uid]),
        "people": reverse("projects:project-people", args=[project.uid]),
    }


@pytest.mark.parametrize("name", ["proposal", "writing", "project", "people"])
def test_a_page_that_names_persons_is_not_stored(client, kho_hong, pages, name):
    client.force_login(kho_hong.officer)
    answer = client.get(pages[name])
    assert PERSON["phone"] in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_a_public_page_without_persons_may_be_kept(client, kho_hong, pages):
    answer = client.get(pages["project"])
    assert PERSON["phone"] not in answer.content.decode()
    assert "no-store" not in answer.get("Cache-Control", "")
