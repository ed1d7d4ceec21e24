"""Strangers are told of no group of fewer than five people, and cannot reckon it from what stands beside."""

import pytest
from django.urls import reverse

from ruamsuk.core.few import can_be_told
from ruamsuk.counting.breakdowns import UNSAID, pooled
from ruamsuk.issues.models import TargetGroup
from ruamsuk.projects.models import ParticipantLine
from ruamsuk.projects.tests.test_reports import (  # noqa: F401
    make_project,
    posts,
    project,
    sent_report,
    started,
    storage,
    typed,
)

pytestmark = pytest.mark.django_db


def took_part(report, *groups):
    """Replaces who took part: (detail, men, women) of each group."""
    report.participants.all().delete()
    for detail, men, women in groups:
        group = TargetGroup.objects.first()
        people = (men or 0) + (women or 0)
        ParticipantLine.objects.create(
            report=report, group=group, detail=detail, men=men, women=women, people=people
        )
    report.people = sum(line.people for line in report.participants.all())
    report.save(update_fields=["people"])


def answers(client, report) -> list[str]:
    pages = reverse("projects:report", args=[report.uid]), f"/api/v1/reports/{report.uid}"
    return [client.get(page).content.decode() for page in pages]


@pytest.mark.parametrize(
    "groups", [[("Zfew", 3, None), ("many", 30, 40)], [("Zfew", 12, 2), ("many", 30, 40)]]
)
def test_a_report_with_a_small_group_tells_strangers_its_whole_alone(client, sent_report, posts, groups):  # noqa: F811
    took_part(sent_report, *groups)
    part = f"/api/v1/reports/{sent_report.uid}/parts/people/{sent_report.participants.first().uid}"
    for answer in answers(client, sent_report):
        assert "Zfew" not in answer
        assert str(sent_report.people) in answer
    assert client.get(part).status_code == 404
    client.force_login(posts.mentor)
    assert all("Zfew" in answer for answer in answers(client, sent_report))
    assert client.get(part).status_code == 200


def test_groups_of_five_and_more_are_told_to_everyone(client, sent_report):  # noqa: F811
    took_part(sent_report, ("Zenough", 5, 6), ("many", 30, 40))
    assert all("Zenough" in answer for answer in answers(client, sent_report))


def test_a_whole_of_few_people_is_told_as_fewer_than_five(client, sent_report, posts):  # noqa: F811
    took_part(sent_report, ("few", 3, None))
    page, _call = answers(client, sent_report)
    assert "&lt; 5" in page
    listed = client.get(f"/api/v1/reports?project={sent_report.project.uid}").json()["items"]
    assert [one["people"] for one in listed] == [None]
    client.force_login(posts.mentor)
    assert "&lt; 5" not in answers(client, sent_report)[0]


def test_a_target_group_of_few_people_is_told_as_fewer_than_five(client, project, posts):  # noqa: F811
    target = project.design.targets.first()
    target.people = 3
    target.save()
    page, call = reverse("projects:project-details", args=[project.uid]), f"/api/v1/projects/{project.uid}"
    assert "&lt; 5" in client.get(page).content.decode()
    assert client.get(call).json()["design"]["targets"][0]["people"] is None
    client.force_login(posts.mentor)
    assert client.get(call).json()["design"]["targets"][0]["people"] == 3


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([(10, 6, 4)], False),
        ([(10, 5, 5), (3, None, None)], False),
        ([(10, 8, None)], False),  # the women are the rest
        ([(10, None, None), (7, 7, 0), (0, 0, 0)], True),
    ],
)
def test_what_can_be_reckoned_from_the_whole_is_not_told(parts, told):
    assert can_be_told(parts) is told


@pytest.mark.parametrize(
    ("parts", "seen"),
    [
        ({"a": 3, "b": 20, "c": 40}, {"c": 40, UNSAID: 23}),
        ({"a": 3, "b": 4, "c": 40}, {"c": 40, UNSAID: 7}),
        ({"a": 3, UNSAID: 30}, {UNSAID: 33}),
        ({UNSAID: 2, "b": 20, "c": 40}, {"c": 40, UNSAID: 22}),
        ({"a": 5, "b": 20}, {"a": 5, "b": 20}),
    ],
)
def test_small_parts_go_to_what_nobody_said_with_enough_beside_them(parts, seen):
    given = {1: {part: {"participants": people} for part, people in parts.items()}}
    found = pooled(given, "participants")[1]
    assert {part: figures["participants"] for part, figures in found.items()} == seen
    assert sum(seen.values()) == sum(parts.values())
