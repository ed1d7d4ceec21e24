"""From submitting to the project: frozen, commented, returned, decided once."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from ruamsuk.comments.queries import comments_of
from ruamsuk.core.calendar import day_text, today
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.projects.problems import ReasonMissing
from ruamsuk.projects.projects.actions import deciding
from ruamsuk.projects.projects.problems import AlreadyDecided
from ruamsuk.projects.proposals.actions import drafting, sending
from ruamsuk.projects.proposals.problems import ProposalIncomplete
from ruamsuk.projects.proposals.queries.snapshots import differences, digest, sections_of
from ruamsuk.projects.proposals.specs import PROPOSAL


def decide(client, proposal, **data):
    data = {"outcome": "approved", "decided_on": day_text(today()), "resolution_no": "2/2570", **data}
    return client.post(reverse("projects:proposal-decide", args=[proposal.uid]), data)


def test_an_incomplete_proposal_is_not_sent_and_the_missing_parts_are_named(
    client, kho_hong, started, complete
):
    client.force_login(kho_hong.officer)
    address = reverse("projects:proposal-submit", args=[started.uid])
    answer = client.post(address)
    assert answer.status_code == 422
    assert "เหตุผลที่ต้องทำโครงการ" in answer.content.decode()
    complete(started)
    assert client.post(address).status_code == 302
    started.refresh_from_db()
    assert started.state == "submitted"


def test_a_proposal_without_a_fund_waits_for_one(kho_hong, complete):
    proposal = drafting.start_proposal(title="ยังไม่มีกองทุน", fiscal_year=2570, by=kho_hong.officer)
    complete(proposal)
    with pytest.raises(ProposalIncomplete):
        sending.submit_proposal(proposal=proposal, by=kho_hong.officer)


def test_what_was_sent_is_frozen_and_the_next_version_shows_the_difference(
    client, kho_hong, submitted, write
):
    first = submitted.submissions.get()
    sending.return_proposal(proposal=submitted, note="ขอเพิ่มเป้าหมาย", by=kho_hong.officer)
    indicator = submitted.design.indicators.get()
    write(submitted, {"p.title": "คอหงส์ปลอดบุหรี่ทั้งตำบล", f"indicator.{indicator.uid}.target": "25"})
    sending.submit_proposal(proposal=submitted, by=kho_hong.officer)
    second = submitted.submissions.get(no=2)
    first.refresh_from_db()
    assert first.snapshot["title"] == "คอหงส์ปลอดบุหรี่ หมู่ที่ 4"
    assert digest(first.snapshot) == first.sha256
    found = {(d.before, d.after) for d in differences(first.snapshot, second.snapshot)}
    assert found == {("คอหงส์ปลอดบุหรี่ หมู่ที่ 4", "คอหงส์ปลอดบุหรี่ทั้งตำบล"), ("30", "25")}
    client.force_login(kho_hong.mentor)
    page = client.get(reverse("projects:submission", args=[second.uid])).content.decode()
    assert "คอหงส์ปลอดบุหรี่ทั้งตำบล" in page


def test_what_was_sent_is_read_in_words_and_not_in_codes(client, kho_hong, submitted):
    """Names of issues and kinds of support, each value of a line with its label, figures as people write them."""
    sent, indicator = submitted.submissions.get(), submitted.design.indicators.get()
    with override("en"):
        sections = sections_of(sent)
        values = {value.label: value.text for section in sections for value in section.values}
        issue, support = submitted.design.issues.get(), submitted.design.support_type
        assert (values["Issues"], values["Type of support"]) == (issue.name, support.name)
        assert values["Fund"] == f"{kho_hong.fund.code} {kho_hong.fund.name}"
        # The kind of the place, from the code that was frozen.
        assert values["Area"] == f"{submitted.home_area.name_th} Sub-district"
        (line,) = next(
            lines for section in sections for lines in section.lists if lines.label == "Indicator"
        ).lines
    assert {value.label: value.text for value in line.values}["Target"] == "30"
    assert line.called == indicator.text


def test_what_was_sent_stands_in_the_sections_of_the_form_a_budget_line_in_its_activity(
    client, kho_hong, submitted
):
    sent, activity = submitted.submissions.get(), submitted.design.activities.get()
    client.force_login(kho_hong.mentor)
    page = client.get(reverse("projects:submission", args=[sent.uid])).content.decode()
    headings = [str(section.title) for section in PROPOSAL.sections]
    places = [page.index(f"<h2>{heading}</h2>") for heading in headings]
    assert places == sorted(places)
    seventh = page[places[6] : places[7]]
    assert f"<h3>1. {activity.name}</h3>" in seventh
    (table,) = re.findall(r"<table.*?</table>", seventh, re.S)
    assert re.findall(r"<td[^>]*>\s*(.*?)\s*</td>", table) == [
        activity.lines.get().category.name_th,
        "60",
        "125.50 บาท",
        "2",
        "15,060 บาท",
    ]
    assert 'class="num" data-label="จำนวน"' in table


def test_a_return_needs_a_note_and_the_authors_are_told(client, kho_hong, submitted):
    client.force_login(kho_hong.mentor)
    address = reverse("projects:proposal-return", args=[submitted.uid])
    assert client.post(address, {"note": " "}).status_code == 422
    client.post(address, {"note": "ขอที่มาของตัวเลข"})
    submitted.refresh_from_db()
    assert (submitted.state, submitted.state_note) == ("returned", "ขอที่มาของตัวเลข")
    client.force_login(kho_hong.officer)
    assert "ส่งกลับให้แก้ไข" in client.get(reverse("notices:notices")).content.decode()


def test_mentor_and_committee_comment_and_strangers_do_not(client, kho_hong, submitted):
    address = reverse("projects:proposal-comment", args=[submitted.uid])
    for who in (kho_hong.mentor, kho_hong.member):
        client.force_login(who)
        assert client.post(address, {"text": f"ความเห็นของ {who.name}"}).status_code == 302
    read = reverse("projects:proposal", args=[submitted.uid])
    assert "ความเห็นของ" in client.get(read).content.decode()
    client.force_login(kho_hong.stranger)
    assert client.post(address, {"text": "ขอแทรก"}).status_code == 403
    assert "ความเห็นของ" not in client.get(read).content.decode()
    assert comments_of(submitted.thread).count() == 2


def test_approval_makes_the_project_once_and_only_once(client, kho_hong, submitted):
    client.force_login(kho_hong.officer)
    asked = decide(client, submitted, amount_satang="15,060")
    assert "กรุณาตรวจก่อนบันทึก" in asked.content.decode()
    assert not Project.objects.exists()
    done = decide(client, submitted, amount_satang="15,060", confirmed="yes")
    project = Project.objects.get()
    assert done.url == reverse("projects:project", args=[project.uid])
    assert decide(client, submitted, amount_satang="15,060", confirmed="yes").status_code == 409
    assert Project.objects.count() == 1
    assert project.budget_satang == 1_506_000
    assert project.fundings.get().amount_satang == 1_506_000
    assert project.code == f"{project.fiscal_year % 100}-L7257-2-01"
    assert project.design_id != submitted.design_id
    assert project.design.indicators.get().target == 30


def test_the_same_decision_form_sent_twice_is_answered_twice_and_done_once(client, kho_hong, submitted):
    client.force_login(kho_hong.officer)
    form = {"amount_satang": "15,060", "confirmed": "yes", "op_id": "0f3c58b4-3a70-4bb1-93a3-1e9a3c2b7a01"}
    first, second = decide(client, submitted, **form), decide(client, submitted, **form)
    assert first.url == second.url
    assert Project.objects.count() == 1


def test_a_later_change_of_the_proposal_does_not_flow_to_the_project(kho_hong, submitted):
    deciding.decide_proposal(
        proposal=submitted,
        outcome="approved",
        decided_on=today(),
        resolution_no="1/2570",
        amount_satang=1_000_000,
        by=kho_hong.officer,
    )
    project = Project.objects.get()
    submitted.design.objectives.update(text="เปลี่ยนแล้ว")
    assert project.design.objectives.get().text != "เปลี่ยนแล้ว"


def test_a_rejection_needs_its_reason_and_makes_no_project(kho_hong, submitted):
    decision = {
        "outcome": "rejected",
        "decided_on": today(),
        "resolution_no": "1/2570",
        "by": kho_hong.officer,
    }
    with pytest.raises(ReasonMissing):
        deciding.decide_proposal(proposal=submitted, **decision)
    deciding.decide_proposal(proposal=submitted, conditions="ซ้ำกับโครงการเดิม", **decision)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.state_note) == ("rejected", "ซ้ำกับโครงการเดิม")
    assert not Project.objects.exists()
    with pytest.raises(AlreadyDecided):
        deciding.decide_proposal(proposal=submitted, conditions="อีกครั้ง", **decision)


def test_a_decision_from_the_future_is_refused_beside_its_field(client, kho_hong, submitted):
    client.force_login(kho_hong.officer)
    later = day_text(today() + timedelta(days=3))
    answer = decide(client, submitted, amount_satang="15,060", decided_on=later, confirmed="yes")
    assert answer.status_code == 422
    assert "ยังมาไม่ถึง" in answer.content.decode()
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


def test_only_the_fund_decides(client, kho_hong, submitted):
    for who, status in ((kho_hong.mentor, 403), (kho_hong.member, 403), (kho_hong.stranger, 403)):
        client.force_login(who)
        assert decide(client, submitted, amount_satang="1", confirmed="yes").status_code == status
    client.force_login(kho_hong.officer)
    assert decide(client, submitted, amount_satang="1", confirmed="yes").status_code == 302


def test_withdrawn_proposals_stay_readable_with_the_reason(client, kho_hong, submitted):
    client.force_login(kho_hong.officer)
    client.post(reverse("projects:proposal-withdraw", args=[submitted.uid]), {"reason": "งบจากแหล่งอื่น"})
    client.force_login(kho_hong.mentor)
    assert "งบจากแหล่งอื่น" in client.get(reverse("projects:proposal", args=[submitted.uid])).content.decode()


def test_names_and_phones_of_applicants_are_for_fund_committee_and_mentor_only(
    client, kho_hong, started, complete
):
    drafting.add_row(
        proposal=started,
        kind="applicant",
        by=kho_hong.officer,
        values={"name": "คนสมมติที่หนึ่ง", "phone": "081-000-0001"},
    )
    complete(started)
    sending.submit_proposal(proposal=started, by=kho_hong.officer)
    address = reverse("projects:proposal", args=[started.uid])
    for who, sees in (
        (kho_hong.officer, True),
        (kho_hong.member, True),
        (kho_hong.mentor, True),
        (kho_hong.stranger, False),
    ):
        client.force_login(who)
        page = client.get(address)
        assert page.status_code == 200
        assert ("081-000-0001" in page.content.decode()) is sees
    assert "คนสมมติ" not in str(started.submissions.get().snapshot)
    client.logout()
    assert client.get(address).status_code == 302


def test_drafts_are_read_inside_the_scope_only(client, kho_hong, started):
    address = reverse("projects:proposal", args=[started.uid])
    for who, status in ((kho_hong.officer, 200), (kho_hong.mentor, 200), (kho_hong.stranger, 404)):
        client.force_login(who)
        assert client.get(address).status_code == status


def test_lists_do_not_cost_more_queries_with_more_rows(
    client, kho_hong, started, django_assert_max_num_queries
):
    client.force_login(kho_hong.officer)
    addresses = [
        reverse("projects:proposals") + "?area=901104",
        reverse("projects:fund-proposals", args=[kho_hong.fund.uid]),
    ]
    for address in addresses:
        client.get(address)
        with django_assert_max_num_queries(40) as few:
            client.get(address)
        for _row in range(29):
            drafting.start_proposal(planned_project=kho_hong.row, fiscal_year=2570, by=kho_hong.officer)
        with django_assert_max_num_queries(len(few)):
            client.get(address)
    assert Proposal.objects.count() > 30


def test_the_copy_of_an_id_card_opens_for_fund_committee_and_mentor_only(client, kho_hong, started, complete):
    person = drafting.add_row(
        proposal=started, kind="applicant", by=kho_hong.officer, values={"name": "คนสมมติที่หนึ่ง"}
    )
    address = reverse("projects:applicant-id-copy", args=[started.uid, person.uid])
    client.force_login(kho_hong.officer)
    pdf = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    assert client.post(address, {"upload": SimpleUploadedFile("บัตร.pdf", pdf)}).status_code == 302
    complete(started)
    sending.submit_proposal(proposal=started, by=kho_hong.officer)
    for who, status in (
        (kho_hong.officer, 200),
        (kho_hong.member, 200),
        (kho_hong.mentor, 200),
        (kho_hong.stranger, 403),
        (kho_hong.applicant, 403),
    ):
        client.force_login(who)
        answer = client.get(address)
        assert answer.status_code == status
        answer.getvalue()
    client.logout()
    assert client.get(address).status_code == 302
