"""Who grades what, what a grade needs, and what stays once it is given."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse

from ruamsuk.accounts.actions import hand_over
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.calendar import today
from ruamsuk.core.problems import NotAllowed
from ruamsuk.grades.access import grade_for
from ruamsuk.grades.actions import begin_grade, discard_grade, give_grade, renew_grade, save_grade
from ruamsuk.grades.models import Grade
from ruamsuk.grades.problems import (
    GradeIsGiven,
    GradeIsGone,
    GradeUnfinished,
    NoRubric,
    NotSentToGrade,
    OwnWorkGraded,
)
from ruamsuk.grades.queries.documents import has_changed
from ruamsuk.grades.queries.tasks import tasks_for
from ruamsuk.grades.tests.conftest import agree, answer, graded
from ruamsuk.instruments.actions import begin_version, publish_version
from ruamsuk.instruments.models import InstrumentVersion
from ruamsuk.notices.models import Notice
from ruamsuk.plans import actions as plans
from ruamsuk.projects.proposals.actions.sending import return_proposal, submit_proposal
from ruamsuk.projects.tests.conftest import save
from tests.gates import verbs_asked_of
from tests.world import area, person


def begin_url(document):
    kind = "plan" if document._meta.model_name == "plan" else "proposal"
    return reverse(f"grades:begin-{kind}", args=[document.uid])


def write_url(grade):
    return reverse("grades:write", args=[grade.uid])


def read(client, url) -> str:
    return client.get(url).content.decode()


# From the page ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("noun", ["plan", "submitted"])
def test_a_mentor_grades_from_the_page_saves_goes_on_and_gives_it(client, grading, noun):
    document = getattr(grading, noun)
    page = reverse("plans:plan" if noun == "plan" else "projects:proposal", args=[document.uid])
    client.force_login(grading.wichai)
    assert begin_url(document) in read(client, page)
    answer_ = client.post(begin_url(document), {"op_id": uuid4()})
    grade = Grade.objects.get()
    assert answer_.url == write_url(grade)
    first, *rest = grade.version.criteria.all()
    level = first.levels.get(number=1)
    client.post(
        write_url(grade), {"level_1": level.uid, "reason_1": "ไม่บอกแหล่ง", "advice": "", "op_id": uuid4()}
    )
    # On another day, on another screen: what was chosen is there.
    assert f'value="{level.uid}"' in read(client, write_url(grade))
    assert "ไม่บอกแหล่ง" in read(client, write_url(grade))
    typed = {f"level_{one.no}": one.levels.get(number=4).uid for one in rest}
    said = {"level_1": level.uid, "reason_1": "ไม่บอกแหล่ง", "advice": "ใส่แหล่งข้อมูล", "look": "1"}
    looked = client.post(write_url(grade), typed | said | {"op_id": uuid4()})
    assert looked.url == reverse("grades:grade", args=[grade.uid])
    assert client.post(reverse("grades:give", args=[grade.uid]), {"op_id": uuid4()}).status_code == 302
    grade.refresh_from_db()
    weights = [one.weight for one in grade.version.criteria.all()]
    assert (grade.state, grade.points, grade.most) == (
        "given",
        weights[0] + 4 * sum(weights[1:]),
        4 * sum(weights),
    )
    # The fund reads the advice and what to improve, and which mentor it was is not told there.
    client.force_login(grading.officer)
    shown = read(client, page)
    assert "ไม่บอกแหล่ง" in shown
    assert "Grade by a mentor" in shown
    told = read(client, reverse("grades:grade", args=[grade.uid]))
    assert "ใส่แหล่งข้อมูล" in told
    assert "Wichai" not in told
    assert Notice.objects.filter(to=grading.officer, kind="grades.given").count() == 1


def test_at_the_decision_the_grade_stands_as_advice(client, grading):
    decide = reverse("projects:proposal-decide", args=[grading.submitted.uid])
    client.force_login(grading.officer)
    assert "Grade by a mentor" not in read(client, decide)
    graded(grading.submitted, grading.wichai, 1, 2, 3, 4, 4)
    shown = read(client, decide)
    assert "It is no decision." in shown
    assert "ยังไม่มีตัวเลข" in shown


# What it needs ------------------------------------------------------------------------------------------------


def test_a_low_level_without_a_reason_is_refused_and_says_which(client, grading):
    grade = begin_grade(document=grading.plan, by=grading.wichai)
    answer(grade, 1, 4, 4, 4, 4, reason="")
    client.force_login(grading.wichai)
    refused = client.post(reverse("grades:give", args=[grade.uid]), {"op_id": uuid4()})
    assert refused.status_code == 409
    assert "a reason for the low level of “Figures of the situation are right" in refused.content.decode()
    answer(grade, 1)
    assert client.post(reverse("grades:give", args=[grade.uid]), {"op_id": uuid4()}).status_code == 302
    grade.refresh_from_db()
    assert grade.state == "given"


def test_which_levels_are_low_is_said_by_the_rubric(grading):
    grade = begin_grade(document=grading.plan, by=grading.wichai)
    grade.version.criteria.first().levels.filter(number=1).update(is_low=False)
    answer(grade, 1, 4, 4, 4, 4, reason="")
    assert give_grade(grade=grade, by=grading.wichai).state == "given"


def test_a_criterion_without_a_level_is_refused_and_named(grading):
    grade = begin_grade(document=grading.plan, by=grading.wichai)
    answer(grade, 3, 3, 3, 3)
    with pytest.raises(GradeUnfinished) as refused:
        give_grade(grade=grade, by=grading.wichai)
    assert [error["field"] for error in refused.value.params["errors"]] == ["level_5"]
    answer(grade, 3, 3, 3, 3, 3)
    assert give_grade(grade=grade, by=grading.wichai).state == "given"


def test_without_a_rubric_in_use_nothing_begins(grading):
    InstrumentVersion.objects.filter(instrument__about="plan").update(state="replaced")
    with pytest.raises(NoRubric):
        begin_grade(document=grading.plan, by=grading.wichai)
    other = InstrumentVersion.objects.get(instrument__about="proposal")
    with pytest.raises(NoRubric):  # one for proposals does not fit a plan
        begin_grade(document=grading.plan, version=other, by=grading.wichai)
    assert begin_grade(document=grading.submitted, by=grading.wichai).version == other


def test_what_is_being_written_is_not_graded(grading):
    plans.reopen_plan(plan=grading.plan, reason="งบลด", by=grading.officer)
    with pytest.raises(NotSentToGrade):
        begin_grade(document=grading.plan, by=grading.wichai)
    agree(grading.plan)
    assert begin_grade(document=grading.plan, by=grading.wichai)
    return_proposal(proposal=grading.submitted, note="แก้งบ", by=grading.officer)
    with pytest.raises(NotSentToGrade):
        begin_grade(document=grading.submitted, by=grading.wichai)


# Who ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("noun", ["plan", "submitted"])
def test_only_a_mentor_of_the_area_grades(client, grading, noun):
    document = getattr(grading, noun)
    # A mentor of another area, and every other post around the document, reads it and is told who may.
    for name in ("elsewhere", "coordinator", "central", "officer", "member"):
        client.force_login(getattr(grading, name))
        refused = client.post(begin_url(document), {"op_id": uuid4()})
        assert refused.status_code == 403, name
        assert "Mentor" in refused.content.decode()
    assert not Grade.objects.exists()
    client.force_login(grading.wichai)
    assert client.post(begin_url(document), {"op_id": uuid4()}).status_code == 302
    assert Grade.objects.count() == 1


def test_who_wrote_or_owns_it_does_not_grade_it(grading):
    both = person("Both", "mentor", area("9011"))
    assert begin_grade(document=grading.plan, by=both)
    discard_grade(grade=Grade.objects.get(), by=both)
    person("Both", "data-entry", grading.fund)
    both = type(both).objects.get(pk=both.pk)
    with pytest.raises(OwnWorkGraded):
        begin_grade(document=grading.plan, by=both)
    # The proposal is the applicant's and the writers', not the fund's.
    assert begin_grade(document=grading.submitted, by=both)
    owner = person("Owner", "mentor", area("9011"))
    assert begin_grade(document=grading.submitted, by=owner)
    person("Owner", "project-owner", grading.owner)
    type(grading.submitted).objects.filter(pk=grading.submitted.pk).update(organization=grading.owner)
    grading.submitted.refresh_from_db()
    with pytest.raises(OwnWorkGraded):
        begin_grade(document=grading.submitted, by=type(owner).objects.get(pk=owner.pk))


def test_who_once_changed_the_plan_does_not_grade_it(grading):
    plans.reopen_plan(plan=grading.plan, reason="งบลด", by=grading.officer)
    situation = grading.plan.situations.first()
    plans.change_situation(situation=situation, value=41, by=grading.wichai)
    agree(grading.plan)
    with pytest.raises(OwnWorkGraded):
        begin_grade(document=grading.plan, by=grading.wichai)
    assert begin_grade(document=grading.plan, by=grading.somsri)


def test_who_wrote_the_proposal_does_not_grade_it(client, grading):
    person("Malee", "mentor", area("9011"))  # the officer who wrote and sent it is a mentor as well
    client.force_login(grading.officer)
    refused = client.post(begin_url(grading.submitted), {"op_id": uuid4()}, follow=True)
    assert "your own work" in refused.content.decode()
    assert not Grade.objects.exists()


def test_a_draft_is_read_by_its_mentor_alone_and_a_given_grade_by_those_inside(client, grading):
    grade = begin_grade(document=grading.plan, by=grading.wichai)
    url = reverse("grades:grade", args=[grade.uid])
    answer(grade, 4, 4, 4, 4, 4)
    for name in ("somsri", "coordinator", "central", "officer", "member", "stranger"):
        client.force_login(getattr(grading, name))
        assert client.get(url).status_code == 404, name
        assert "given by" not in read(client, reverse("plans:plan", args=[grading.plan.uid]))
    give_grade(grade=grade, by=grading.wichai)
    seen = {
        "wichai": True,
        "somsri": False,
        "coordinator": True,
        "central": True,
        "officer": False,
        "member": False,
    }
    for name, names in seen.items():
        client.force_login(getattr(grading, name))
        answered = client.get(url)
        assert answered.status_code == 200, name
        assert ("Wichai" in answered.content.decode().partition("<main")[2]) == names, name
    client.force_login(grading.stranger)
    assert client.get(url).status_code == 404
    assert "Grade by a mentor" not in read(client, reverse("plans:plan", args=[grading.plan.uid]))


@pytest.mark.parametrize("role", [*Role.values, None])
def test_a_gate_opens_exactly_for_what_stands_in_the_list(grading, role):
    given = graded(grading.plan, grading.wichai, 4, 4, 4, 4, 4)
    draft = begin_grade(document=grading.submitted, by=grading.wichai)
    places = {
        "project-owner": grading.owner,
        "project-manager": grading.owner,
        "funder-officer": grading.owner,
    }
    scopes = {"fund-officer", "data-entry", "committee-member"}
    where = places.get(role) or (grading.fund if role in scopes else area("90"))
    reader = person("Reader", role, where)
    for can in verbs_asked_of([grade_for]):
        for grade in (given, draft):
            listed = Grade.objects.visible_to(reader, can).filter(pk=grade.pk).exists()
            assert _passes(lambda g=grade, c=can: grade_for(reader, g.uid, c)) == listed, (can, grade.state)
    assert not Grade.objects.visible_to(reader, READ).filter(pk=draft.pk).exists()


def _passes(gate) -> bool:
    try:
        gate()
    except (Http404, NotAllowed):
        return False
    return True


# What stays ---------------------------------------------------------------------------------------------------


def test_a_given_grade_never_changes(client, grading):
    grade = graded(grading.plan, grading.wichai, 4, 4, 4, 4, 4)
    for act in (save_grade, give_grade, renew_grade, discard_grade):
        more = {"answers": {}, "advice": "x"} if act is save_grade else {}
        with pytest.raises(GradeIsGiven):
            act(grade=grade, by=grading.wichai, **more)
    client.force_login(grading.wichai)
    assert client.get(write_url(grade)).url == reverse("grades:grade", args=[grade.uid])
    refused = client.post(write_url(grade), {"advice": "x", "op_id": uuid4()})
    assert refused.status_code == 422
    assert "stays as it is" in refused.content.decode()


def test_a_later_grade_takes_the_place_and_the_earlier_one_stays_readable(client, grading):
    first = graded(grading.plan, grading.wichai, 1, 1, 1, 1, 1)
    second = graded(grading.plan, grading.wichai, 4, 4, 4, 4, 4)
    first.refresh_from_db()
    assert (first.stands, first.is_last, second.stands, second.is_last) == (False, False, True, True)
    client.force_login(grading.officer)
    told = read(client, reverse("grades:grade", args=[first.uid]))
    assert "A later grade of the same mentor" in told
    assert reverse("grades:grade", args=[first.uid]) in read(
        client, reverse("grades:grade", args=[second.uid])
    )
    # Another mentor's grade stands beside it, and the document is counted by the one given last.
    third = graded(grading.plan, grading.somsri, 2, 2, 2, 2, 2)
    second.refresh_from_db()
    assert (second.stands, second.is_last, third.stands, third.is_last) == (True, False, True, True)


def test_two_screens_begin_the_same_draft_and_neither_overwrites_the_other_unheard(client, grading):
    client.force_login(grading.wichai)
    once, again = (client.post(begin_url(grading.plan), {"op_id": uuid4()}) for _ in range(2))
    assert once.url == again.url
    grade = Grade.objects.get()
    drawn = client.get(write_url(grade)).context["form"].drawn  # both screens were drawn from this
    one = client.post(write_url(grade), {"reason_1": "จากเครื่องแรก", "drawn": drawn, "op_id": uuid4()})
    assert one.status_code == 302
    other = client.post(write_url(grade), {"reason_1": "จากโทรศัพท์", "drawn": drawn, "op_id": uuid4()})
    assert other.status_code == 422
    assert "จากเครื่องแรก" in other.content.decode()
    # A field that this screen did not touch takes what stands there now.
    more = client.post(
        write_url(grade), {"reason_1": "", "advice": "เพิ่มแหล่งข้อมูล", "drawn": drawn, "op_id": uuid4()}
    )
    assert more.status_code == 302
    grade.refresh_from_db()
    assert (grade.advice, grade.answers.get(criterion__no=1).reason) == ("เพิ่มแหล่งข้อมูล", "จากเครื่องแรก")


def test_a_form_sent_twice_is_done_once(client, grading):
    grade = begin_grade(document=grading.plan, by=grading.wichai)
    answer(grade, 4, 4, 4, 4, 4)
    client.force_login(grading.wichai)
    sent = {"op_id": uuid4()}
    for _ in range(2):
        assert client.post(reverse("grades:give", args=[grade.uid]), sent).status_code == 302
    assert Notice.objects.filter(to=grading.officer, kind="grades.given").count() == 1


def test_the_database_holds_one_last_grade_of_a_document(grading):
    first = graded(grading.plan, grading.wichai, 4, 4, 4, 4, 4)
    graded(grading.plan, grading.somsri, 3, 3, 3, 3, 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grade.objects.filter(pk=first.pk).update(is_last=True)


def test_a_draft_thrown_away_on_another_screen_is_told(grading):
    grade = begin_grade(document=grading.plan, by=grading.wichai)
    discard_grade(grade=grade, by=grading.wichai)
    grade.pk = grade.pk or 10_000_000
    with pytest.raises(GradeIsGone):
        save_grade(grade=grade, answers={}, advice="", by=grading.wichai)


# The text that was graded -------------------------------------------------------------------------------------


def test_a_plan_that_changed_since_is_flagged_and_what_was_graded_stays_readable(client, grading):
    grade = graded(grading.plan, grading.wichai, 4, 4, 4, 4, 4)
    url = reverse("grades:grade", args=[grade.uid])
    client.force_login(grading.officer)
    assert "The text has changed since" not in read(client, url)
    plans.reopen_plan(plan=grading.plan, reason="งบลด", by=grading.officer)
    plans.change_plan(plan=grading.plan, budget_satang=123_400, by=grading.officer)
    agree(grading.plan)
    assert "The text has changed since" in read(client, url)
    edition = read(client, reverse("plans:edition", args=[grade.edition.uid]))
    assert "The plan has changed since" in edition
    assert "1,234" not in edition
    # Put back as it was, it is the same text again.
    plans.reopen_plan(plan=grading.plan, reason="งบกลับมา", by=grading.officer)
    plans.change_plan(plan=grading.plan, budget_satang=None, by=grading.officer)
    agree(grading.plan)
    assert "The text has changed since" not in read(client, url)


def test_a_proposal_sent_again_is_flagged_and_the_draft_takes_up_the_new_text(client, grading):
    given = graded(grading.submitted, grading.somsri, 4, 4, 4, 4, 4)
    draft = begin_grade(document=grading.submitted, by=grading.wichai)
    answer(draft, 3)
    return_proposal(proposal=grading.submitted, note="แก้ชื่อ", by=grading.officer)
    assert not has_changed(given)  # nothing else was sent yet
    save(grading.submitted, {"p.title": "คอหงส์ปลอดบุหรี่ ทั้งตำบล"}, by=grading.officer)
    submit_proposal(proposal=grading.submitted, by=grading.officer)
    assert has_changed(given)
    client.force_login(grading.wichai)
    assert "Grade the text of today" in read(client, write_url(draft))
    client.post(reverse("grades:renew", args=[draft.uid]), {"op_id": uuid4()})
    draft.refresh_from_db()
    assert draft.submission.no == 2
    assert not has_changed(draft)
    assert draft.answers.get().level.number == 3


def test_what_was_begun_goes_on_with_its_version_after_a_new_one_is_published(grading):
    old = begin_grade(document=grading.plan, by=grading.wichai)
    new = begin_version(instrument=old.version.instrument, by=None)
    publish_version(version=new, by=None)
    assert begin_grade(document=grading.plan, by=grading.wichai).version == old.version
    answer(old, 4, 4, 4, 4, 4)
    assert give_grade(grade=old, by=grading.wichai).version.no == 1
    assert begin_grade(document=grading.plan, by=grading.somsri).version.no == 2


def test_a_begun_grade_goes_with_the_post_once_the_giver_grades_there_no_more(client, grading):
    begun = begin_grade(document=grading.plan, by=grading.wichai)
    answer(begun, 2, 3)
    post = grading.wichai.grants.get().post
    nida = person("Nida")
    client.force_login(nida)

    def handed_over(*, until: int) -> None:
        hand_over(
            post=post,
            from_user=grading.wichai,
            to_user=nida,
            on_day=today() - timedelta(days=3),
            overlap_days=until,
            note="",
            tasks=[],
            by=grading.coordinator,
        )

    begin = reverse("grades:begin-plan", args=[grading.plan.uid])
    assert begin not in client.get("/").content.decode()  # no post, nothing
    handed_over(until=0)
    page = client.get("/").content.decode()
    assert f"begun by {grading.wichai.name}" in page
    assert f'action="{begin}"' in page
    assert client.get(reverse("grades:write", args=[begun.uid])).status_code == 404
    writing = client.post(begin, follow=True)
    assert "Look at every level" in writing.content.decode()
    begun.refresh_from_db()
    assert (begun.grader, begun.state) == (nida, "draft")
    assert [row.reason for row in begun.answers.all()] == ["ยังไม่มีตัวเลข"] * 2
    assert tasks_for(User.objects.get(pk=grading.wichai.pk)) == []
    answer(begun, *[3] * begun.version.criteria.count())
    assert give_grade(grade=begun, by=nida).grader == nida


def test_a_begun_grade_stays_with_its_mentor_through_the_overlap_and_with_strangers_never(client, grading):
    begin_grade(document=grading.plan, by=grading.wichai)
    post, nida = grading.wichai.grants.get().post, person("Nida")
    hand_over(
        post=post,
        from_user=grading.wichai,
        to_user=nida,
        on_day=today(),
        overlap_days=7,
        note="",
        tasks=[],
        by=grading.coordinator,
    )
    for who in (nida, grading.somsri):  # a mentor beside, to whom nothing was handed
        reader = User.objects.get(pk=who.pk)
        assert not Grade.objects.left_to(reader).exists()
        assert begin_grade(document=grading.plan, by=reader).grader == reader
    [own] = tasks_for(User.objects.get(pk=grading.wichai.pk))
    assert own.url == reverse("plans:plan", args=[grading.plan.uid])  # opens to the successor, too
    assert own.press is not None
    client.force_login(grading.wichai)
    draft = Grade.objects.get(grader=grading.wichai)
    assert client.post(own.press.url).url == reverse("grades:write", args=[draft.uid])
