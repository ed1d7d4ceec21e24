"""A version is written, published, stays once it is answered; who may, and what is refused with which words."""

from uuid import uuid4

import pytest
from django.urls import reverse

from ruamsuk.instruments import actions
from ruamsuk.instruments.choices import Tier
from ruamsuk.instruments.models import Band, Criterion, Instrument, InstrumentVersion, Level
from ruamsuk.instruments.problems import (
    DraftExists,
    InstrumentRetired,
    VersionIsAnswered,
    VersionIsPublished,
    VersionNotInUse,
    VersionUnfinished,
)
from ruamsuk.issues.problems import CodeTaken
from tests.world import area, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def rubric(catalogues):
    return Instrument.objects.get(code="plan-rubric")


@pytest.fixture
def version(rubric):
    return rubric.versions.get()


@pytest.fixture
def keeper(client):
    user = person("Keeper", "administrator")
    client.force_login(user)
    return user


def press(client, name, *args, **data):
    return client.post(reverse(f"instruments:{name}", args=args), {"op_id": uuid4(), **data}, follow=True)


def test_two_rubrics_come_with_the_system_marked_as_to_be_confirmed(client, rubric, keeper):
    assert sorted(Instrument.objects.values_list("about", flat=True)) == ["plan", "proposal"]
    for one in InstrumentVersion.objects.whole():
        criteria = one.criteria.all()
        assert len(criteria) >= 5
        assert all(len(criterion.levels.all()) == 4 for criterion in criteria)
        assert [band.from_percent for band in one.bands.all()] == [0, 50, 70, 85]
    page = client.get(reverse("instruments:version", args=[rubric.versions.get().uid])).content.decode()
    assert "To be confirmed by the programme" in page
    signed = press(client, "sign", rubric.versions.get().uid, note="Meeting 2/2570").content.decode()
    assert "Meeting 2/2570" in signed
    assert "To be confirmed by the programme" not in signed


def test_loading_again_leaves_what_is_there(rubric):
    actions.name_instrument(instrument=rubric, name_th="ชื่อใหม่", by=None)
    done = actions.load_catalogue(by=None)
    assert (done.added, done.kept) == (0, 2)
    rubric.refresh_from_db()
    assert rubric.name_th == "ชื่อใหม่"


def test_a_rubric_is_written_on_pages_from_nothing_to_published(client, keeper):
    made = press(client, "add", about="plan", name_th="แบบของจังหวัด", code="province")
    found = InstrumentVersion.objects.get()
    assert "a criterion" in made.content.decode()
    press(client, "part-new", found.uid, "criteria", name_th="ข้อมูล", weight="3")
    criterion = Criterion.objects.get()
    for number, low in ((0, "on"), (2, "")):
        words = {"number": number, "name_th": f"ระดับ {number}", "text_th": "เมื่อ", "is_low": low}
        press(
            client,
            "level-new",
            criterion.uid,
            **{name: value for name, value in words.items() if value != ""},
        )
    press(client, "part-new", found.uid, "bands", from_percent="0", name_th="ผล", tier="fair")
    published = press(client, "publish", found.uid)
    assert "It is answered from now on." in published.content.decode()
    found.refresh_from_db()
    assert found.state == "in-use"
    assert sorted(criterion.levels.values_list("number", "is_low")) == [(0, True), (2, False)]


def test_a_draft_that_lacks_something_is_not_published_and_says_what(rubric, version):
    draft = actions.begin_version(instrument=rubric, by=None)
    draft.bands.filter(from_percent=0).delete()
    first = draft.criteria.first()
    first.levels.exclude(number=4).delete()
    with pytest.raises(VersionUnfinished) as refused:
        actions.publish_version(version=draft, by=None)
    assert first.name_th in refused.value.params["missing"]
    for level in version.criteria.first().levels.exclude(number=4):
        Level.objects.create(criterion=first, number=level.number, name_th="ก", text_th="ข")
    Band.objects.create(version=draft, from_percent=0, name_th="ก", tier=Tier.WEAK)
    assert actions.publish_version(version=draft, by=None).state == "in-use"
    version.refresh_from_db()
    assert version.state == "replaced"


def test_a_published_version_is_not_changed_and_an_answered_one_never(client, rubric, version, keeper):
    criterion = version.criteria.first()
    url = reverse("instruments:part-edit", args=["criteria", criterion.uid])
    new = {"name_th": "อย่างอื่น", "weight": "5", "op_id": uuid4()}
    refused = client.post(url, new)
    assert refused.status_code == 422
    assert "take it back into writing" in refused.content.decode()
    # While nobody has answered it, it may be taken back and changed.
    press(client, "take-back", version.uid)
    assert client.post(url, {**new, "op_id": uuid4()}).status_code == 302
    actions.publish_version(version=version, by=keeper)
    actions.note_answered(version, version.created_at)
    refused = client.post(url, {**new, "op_id": uuid4()})
    assert refused.status_code == 422
    assert "has been answered, so it stays as it is. Begin a new version" in refused.content.decode()
    assert "stays as it is" in press(client, "take-back", version.uid).content.decode()
    with pytest.raises(VersionIsAnswered):
        actions.add_part(version=version, kind=Band, from_percent=99, name_th="ก", tier="good", by=keeper)
    with pytest.raises(VersionIsAnswered):
        actions.remove_part(version=version, part=criterion, by=keeper)
    # A new version begins as its copy; the answered one keeps its words.
    copy = actions.begin_version(instrument=rubric, by=keeper)
    assert [one.name_th for one in copy.criteria.all()] == [one.name_th for one in version.criteria.all()]
    actions.change_part(part=copy.criteria.first(), name_th="คำใหม่", by=keeper)
    assert version.criteria.first().name_th == "อย่างอื่น"


def test_of_two_who_begin_a_version_one_does_and_the_other_is_told(rubric):
    actions.begin_version(instrument=rubric, by=None)
    with pytest.raises(DraftExists):
        actions.begin_version(instrument=rubric, by=None)


def test_what_is_taken_back_gives_its_place_to_the_one_before(rubric, version):
    draft = actions.begin_version(instrument=rubric, by=None)
    actions.publish_version(version=draft, by=None)
    actions.take_version_back(version=draft, by=None)
    version.refresh_from_db()
    assert version.state == "in-use"
    with pytest.raises(VersionIsPublished):
        actions.change_version(version=version, differ_from=1, by=None)
    assert actions.change_version(version=draft, differ_from=1, by=None).differ_from == 1
    assert actions.discard_version(version=draft, by=None) == rubric


def test_out_of_use_nothing_begins_and_nothing_is_answered(rubric, version):
    actions.retire_instrument(instrument=rubric, by=None)
    with pytest.raises(InstrumentRetired):
        actions.begin_version(instrument=rubric, by=None)
    with pytest.raises(VersionNotInUse):
        actions.note_answered(version, version.created_at)
    assert not InstrumentVersion.objects.answerable("plan").exists()
    actions.restore_instrument(instrument=rubric, by=None)
    assert actions.note_answered(version, version.created_at)


def test_numbers_stand_once_in_their_list(client, rubric, keeper):
    draft = actions.begin_version(instrument=rubric, by=keeper)
    criterion = draft.criteria.first()
    level = {"number": "4", "name_th": "ก", "text_th": "ข"}
    url = reverse("instruments:level-new", args=[criterion.uid])
    refused = client.post(url, {**level, "op_id": uuid4()})
    assert refused.status_code == 422
    assert "4 is used already" in refused.content.decode()
    assert client.post(url, {**level, "number": "5", "op_id": uuid4()}).status_code == 302
    for number in ("-1", "101", "1.5", "๙๙๙"):
        assert client.post(url, {**level, "number": number, "op_id": uuid4()}).status_code == 422
    with pytest.raises(CodeTaken):
        actions.add_instrument(code="plan-rubric", about="plan", name_th="ก", by=keeper)


def test_a_criterion_taken_out_leaves_no_gap_in_the_numbers(rubric):
    draft = actions.begin_version(instrument=rubric, by=None)
    actions.remove_part(version=draft, part=draft.criteria.get(no=2), by=None)
    assert list(draft.criteria.values_list("no", flat=True)) == [1, 2, 3, 4]


def test_only_those_who_keep_the_lists_write_and_read_a_draft(client, rubric, keeper):
    draft = actions.begin_version(instrument=rubric, by=keeper)
    url = reverse("instruments:version", args=[draft.uid])
    assert client.get(url).status_code == 200
    client.force_login(person("Wichai", "mentor", area("90")))
    assert client.get(url).status_code == 403
    assert client.get(reverse("instruments:version", args=[rubric.versions.get(no=1).uid])).status_code == 200
    assert press(client, "publish", draft.uid).status_code == 403
    assert str(draft.uid) not in client.get(reverse("instruments:index")).content.decode()
    client.logout()
    assert client.get(reverse("instruments:index")).status_code == 302


def test_the_api_writes_a_version_as_the_pages_do(client, rubric, keeper):
    def call(method, path, **body):
        return getattr(client, method)(f"/api/v1{path}", body, content_type="application/json")

    made = call("post", f"/instruments/{rubric.uid}/versions")
    assert made.status_code == 201
    uid, first = made.json()["uid"], made.json()["criteria"][0]
    assert call("patch", f"/criteria/{first['uid']}", weight=9).json()["weight"] == 9
    level = first["levels"][0]
    assert call("patch", f"/levels/{level['uid']}", is_low=False).json()["is_low"] is False
    assert (
        call("post", f"/criteria/{first['uid']}/levels", number=5, name_th="ก", text_th="ข").status_code
        == 201
    )
    assert call("patch", f"/instrument-versions/{uid}", differ_from=1).json()["differ_from"] == 1
    assert call("post", f"/instrument-versions/{uid}/publish").json()["state"] == "in-use"
    refused = call("patch", f"/criteria/{first['uid']}", weight=2)
    assert (refused.status_code, refused.json()["code"]) == (409, "instrument-version-published")
    assert call("post", f"/instrument-versions/{uid}/take-back").json()["state"] == "draft"
    assert call("post", f"/instrument-versions/{uid}/discard").status_code == 204
