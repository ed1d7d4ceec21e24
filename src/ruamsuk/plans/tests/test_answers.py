"""A planned project names the problems and objectives that it answers; without a choice it stands for all of a plan."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.urls import reverse

from ruamsuk.plans import actions
from ruamsuk.plans.models import PlannedProject, Situation
from ruamsuk.plans.problems import NotOfThisPlan
from ruamsuk.plans.queries import known_for_proposal


@pytest.fixture
def two(client, world, plan):
    """Two problems, an objective for each, one planned project."""
    by = world.officer
    burns, smells = (actions.add_situation(plan=plan, text=text, by=by) for text in ("Burns", "Smells"))
    smoke = actions.add_objective(plan=plan, situation=burns, text="Less smoke", by=by)
    odour = actions.add_objective(plan=plan, situation=smells, text="Less odour", by=by)
    row = actions.add_planned_project(plan=plan, title="Compost", by=by)
    client.cookies["language"] = "en"
    client.force_login(by)
    return SimpleNamespace(plan=plan, burns=burns, smells=smells, smoke=smoke, odour=odour, row=row, by=by)


def choose(two, **chosen):
    actions.change_planned_project(planned_project=two.row, by=two.by, **chosen)
    known = known_for_proposal(PlannedProject.objects.get())
    return known.situations, known.objectives


def send(client, name, uid, /, **data):
    return client.post(reverse(f"plans:{name}", args=[uid]), {"op_id": str(uuid4()), **data})


def test_only_what_was_chosen_is_carried_over(two):
    assert choose(two) == ([two.burns, two.smells], [two.smoke, two.odour])
    assert choose(two, situations=[two.burns]) == ([two.burns], [two.smoke])
    assert choose(two, situations=[], objectives=[two.odour]) == ([two.smells], [two.odour])
    assert choose(two, situations=[two.burns], objectives=[two.odour]) == (
        [two.burns, two.smells],
        [two.odour],
    )
    assert choose(two, situations=[], objectives=[]) == ([two.burns, two.smells], [two.smoke, two.odour])


def test_the_page_says_that_nobody_chose_until_somebody_does(client, two):
    page = reverse("plans:plan", args=[two.plan.uid])
    assert "Nobody chose which problems it answers" in client.get(page).text
    answer = send(client, "planned-project", two.row.uid, title="Compost", situations=str(two.burns.uid))
    assert answer.status_code == 302
    assert list(two.row.situations.all()) == [two.burns]
    text = client.get(page).text
    assert "Nobody chose which problems it answers" not in text
    assert "Answers:" in text
    shown = client.get(reverse("plans:planned-project", args=[two.row.uid])).text
    assert "checked" in shown


def test_problems_of_another_plan_are_refused_on_page_api_and_by_the_action(client, two, world, make_issue):
    other = actions.start_plan(
        fund=world.fund, fiscal_year=two.plan.fiscal_year, issue=make_issue("drugs"), by=two.by
    )
    foreign = actions.add_situation(plan=other, text="Drugs", by=two.by)
    with pytest.raises(NotOfThisPlan):
        actions.change_planned_project(planned_project=two.row, situations=[foreign], by=two.by)
    for bad in (str(foreign.uid), str(uuid4()), "x", "' or 1=1"):
        assert (
            send(client, "planned-project", two.row.uid, title="Compost", situations=bad).status_code == 422
        )
    path = f"/api/v1/planned-projects/{two.row.uid}"
    body = {"situations": [str(foreign.uid)]}
    assert client.patch(path, body, content_type="application/json").status_code == 422
    assert not two.row.situations.exists()
    body = {"situations": [str(two.burns.uid)]}
    assert client.patch(path, body, content_type="application/json").json()["situations"] == [
        str(two.burns.uid)
    ]


def test_a_change_of_something_else_by_the_api_keeps_the_choice(client, two):
    choose(two, situations=[two.burns])
    path = f"/api/v1/planned-projects/{two.row.uid}"
    answer = client.patch(path, {"title": "More compost"}, content_type="application/json").json()
    assert (answer["title"], answer["situations"]) == ("More compost", [str(two.burns.uid)])


def test_what_was_removed_comes_back_with_its_choice(client, two):
    choose(two, situations=[two.burns], objectives=[two.smoke])
    send(client, "planned-project-remove", two.row.uid)
    send(client, "put-back", two.plan.uid)
    row = PlannedProject.objects.get()
    assert (row.situations.get(), row.objectives.get()) == (two.burns, two.smoke)
    send(client, "situation-remove", two.burns.uid)
    assert not row.situations.exists()
    send(client, "put-back", two.plan.uid)
    assert row.situations.get() == Situation.objects.get(text="Burns")


def test_a_stranger_changes_no_choice(client, two, world):
    client.force_login(world.stranger)
    answer = send(client, "planned-project", two.row.uid, title="x", situations=str(two.burns.uid))
    assert answer.status_code == 404
    assert not two.row.situations.exists()
