"""What a project refuses, with a message and nothing half-written; and who may not touch it."""

from datetime import date

import pytest
from django.urls import reverse

from ruamsuk.core.calendar import today
from ruamsuk.funds.models import Fund
from ruamsuk.projects.designs.problems import LastDayBeforeFirst
from ruamsuk.projects.models import Project
from ruamsuk.projects.projects.actions import deciding
from ruamsuk.projects.projects.actions import projects as actions
from ruamsuk.projects.projects.problems import AmountMissing, CircleOfParents
from ruamsuk.projects.proposals.queries.completeness import completeness
from ruamsuk.projects.reports.actions import set_status
from ruamsuk.projects.tests.test_projects import PAPER, enter
from ruamsuk.projects.tests.test_twice import at_once

__all__ = ["enter"]


def lines(prefix, *rows):
    form = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        form |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return form


def test_an_instalment_that_ends_before_it_starts_is_a_message(client, kho_hong, enter):
    project = enter(budget_satang=1_000_000)
    client.force_login(kho_hong.officer)
    address = reverse("projects:project-instalments", args=[project.uid])
    row = {"starts_on": "1/3/2570", "ends_on": "1/2/2570", "amount_satang": "10,000"}
    refused = client.post(address, lines("instalment", row))
    assert refused.status_code == 422
    assert "1 ก.พ. 2570" in refused.content.decode()
    assert client.post(address, lines("instalment", row | {"ends_on": "1/4/2570"})).status_code == 302
    first = {"starts_on": "1/10/2569", "ends_on": "1/11/2569", "amount_satang": "4,000", "DELETE": "on"}
    assert (
        client.post(address, lines("instalment", first, row | {"ends_on": "1/4/2570"}, {})).status_code == 302
    )
    assert project.instalments.get().no == 1


def test_one_funder_in_two_lines_is_a_message(client, kho_hong, enter):
    project = enter(budget_satang=1_000_000)
    client.force_login(kho_hong.officer)
    address = reverse("projects:project-fundings", args=[project.uid])
    half = {"giver": "L7257", "amount_satang": "5,000"}
    refused = client.post(address, lines("funding", half, half))
    assert refused.status_code == 422
    assert kho_hong.fund.name in refused.content.decode()
    assert project.fundings.get().amount_satang == 1_000_000
    assert (
        client.post(address, lines("funding", half, half | {"giver": kho_hong.owner.name})).status_code == 302
    )


def test_a_code_typed_from_paper_is_not_made_again_for_another_year_or_fund(enter, kho_hong):
    enter(typed_code="71-L7257-2-01")  # typed for another year than it says
    made = actions.enter_project(
        title="ปีหน้า", fiscal_year=2571, fund=kho_hong.fund, home_area=kho_hong.home, budget_satang=1,
        support_type=kho_hong.row.support_type, by=kho_hong.officer,
    )  # fmt: skip
    assert made.code == "71-L7257-2-02"


@pytest.mark.django_db(transaction=True)
def test_one_code_typed_twice_at_once_is_taken_once(enter):
    found = at_once(3, lambda n: enter(typed_code="58-03912", fund=None))
    assert sorted(type(one).__name__ for one in found) == ["CodeTaken", "CodeTaken", "Project"]


def test_days_of_a_project_stand_in_order_whichever_door_they_come_through(enter):
    with pytest.raises(LastDayBeforeFirst):
        enter(starts_on=date(2027, 1, 2), ends_on=date(2027, 1, 1))
    assert enter(starts_on=date(2027, 1, 1), ends_on=date(2027, 1, 2)).code == "70-L7257-0-01"


def change(project, by, **values):
    return actions.change_project(project=project, design={}, issues=[], by=by, **values)


def test_no_circle_of_parents_over_several_levels(enter, kho_hong):
    top = enter("บน", kind="programme")
    middle = enter("กลาง", parent=top)
    low = enter("ล่าง", parent=middle)
    with pytest.raises(CircleOfParents):
        change(top, kho_hong.officer, parent=low)
    change(low, kho_hong.officer, parent=top)


@pytest.mark.django_db(transaction=True)
def test_two_projects_put_below_each_other_at_once_make_no_circle(enter, kho_hong):
    one, two = enter("หนึ่ง"), enter("สอง")
    pairs = [(one, two), (two, one)]
    found = at_once(2, lambda n: change(pairs[n][0], kho_hong.officer, parent=pairs[n][1]))
    assert sorted(type(result).__name__ for result in found) == ["CircleOfParents", "Project"]


def test_changing_details_keeps_a_status_that_was_set_meanwhile(enter, kho_hong):
    loaded = enter()
    set_status(project=loaded, status="stopped", reason="ย้าย", by=kho_hong.officer)
    assert loaded.status == "running"  # as an open page still has it
    change(loaded, kho_hong.officer, title="ชื่อใหม่")
    stored = Project.objects.get(pk=loaded.pk)
    assert (stored.status, stored.title) == ("stopped", "ชื่อใหม่")


def test_an_approval_of_nothing_is_refused(submitted, kho_hong):
    decision = {"outcome": "approved", "decided_on": today(), "resolution_no": "1", "by": kho_hong.officer}
    with pytest.raises(AmountMissing):
        deciding.decide_proposal(proposal=submitted, amount_satang=0, **decision)
    deciding.decide_proposal(proposal=submitted, amount_satang=1, **decision)


def test_a_fund_that_was_closed_meanwhile_takes_no_proposal(client, kho_hong, started, complete):
    complete(started)
    Fund.objects.filter(pk=kho_hong.fund.pk).update(closed_on=today(), closed_reason="รวมกับกองทุนอื่น")
    started.refresh_from_db()
    assert [m.path for m in completeness(started).required] == ["p.fund"]
    client.force_login(kho_hong.officer)
    address = reverse("projects:proposal-submit", args=[started.uid])
    assert client.post(address).status_code == 422
    Fund.objects.filter(pk=kho_hong.fund.pk).update(closed_on=None)
    assert client.post(address).status_code == 302


def test_the_manager_of_a_programme_enters_projects_below_it_but_not_in_the_name_of_a_fund(
    client, enter, kho_hong, person
):
    programme = enter("ชุดโครงการ", fund=None, kind="programme", typed_code="58-03912")
    client.force_login(person("Manit", "project-manager", programme))
    form = PAPER | {"parent": programme.code, "home_area": "930101"}
    assert client.post(reverse("projects:project-new"), form).status_code == 403
    alone = form | {"fund": "", "typed_code": ""}
    assert client.post(reverse("projects:project-new"), alone).status_code == 302
    assert client.post(reverse("projects:project-new"), alone | {"parent": ""}).status_code == 403


def test_who_did_what_is_read_by_people_who_are_signed_in(client, enter, kho_hong):
    project = enter()
    address = reverse("projects:project", args=[project.uid])
    assert kho_hong.officer.name not in client.get(address).content.decode()
    client.force_login(kho_hong.mentor)
    assert kho_hong.officer.name in client.get(address).content.decode()


def test_a_typist_writes_but_neither_decides_returns_withdraws_nor_runs_projects(
    client, enter, kho_hong, submitted
):
    project = enter()
    client.force_login(kho_hong.typist)
    acts = "submit take-up return withdraw decide comment".split()
    refused = {
        client.post(reverse(f"projects:proposal-{act}", args=[submitted.uid])).status_code for act in acts
    }
    assert refused == {403}
    parts = "edit fundings instalments people areas status document-add".split()
    refused = {
        client.post(reverse(f"projects:project-{part}", args=[project.uid])).status_code for part in parts
    }
    assert refused == {403}
    assert client.post(reverse("projects:project-new"), PAPER).status_code == 403
    client.force_login(kho_hong.officer)
    assert client.post(reverse("projects:proposal-take-up", args=[submitted.uid])).status_code == 302


def test_pages_that_change_something_do_nothing_when_only_opened(client, kho_hong, submitted):
    client.force_login(kho_hong.officer)
    assert client.get(reverse("projects:proposal-take-up", args=[submitted.uid])).status_code == 405
    for act in "submit withdraw decide return".split():
        client.get(reverse(f"projects:proposal-{act}", args=[submitted.uid]))
    submitted.refresh_from_db()
    assert submitted.state == "submitted"
    assert client.get(reverse("projects:proposal-from-plan", args=[kho_hong.row.uid])).status_code == 405


def test_a_proposal_from_a_plan_is_started_by_who_writes_for_the_fund_only(client, kho_hong):
    address = reverse("projects:proposal-from-plan", args=[kho_hong.row.uid])
    for who, status in ((kho_hong.stranger, 404), (kho_hong.member, 403), (kho_hong.mentor, 403)):
        client.force_login(who)
        assert client.post(address).status_code == status
    client.force_login(kho_hong.typist)
    assert client.post(address).status_code == 302
