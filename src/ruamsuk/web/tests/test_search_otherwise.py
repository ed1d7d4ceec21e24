"""The one search box finds what is typed otherwise than it is written, and no more than one may see."""

import pytest
from django.test import Client
from django.urls import reverse

from ruamsuk.accounts.choices import Role
from ruamsuk.core.finding import FINDERS
from ruamsuk.core.spelling import marked, read
from ruamsuk.dashboards.tests.conftest import YEAR, make, network, reader, small_network, world  # noqa: F401
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.web.tests.test_search import found, title_of, titled

TITLE = "โครงการส่งเสริมกิจกรรมทางกายเพื่อสุขภาพ หมู่ที่ 7 บ้านทุ่งใหญ่ ประจำปี 2566"


@pytest.fixture
def wanted(reader, world):  # noqa: F811
    project = titled(Project.objects.order_by("pk").first(), TITLE)
    project.fiscal_year = 2566
    project.save()
    titled(Project.objects.order_by("-pk").first(), "โครงการคัดแยกขยะเปียกในโรงเรียน ปี 2567")
    return project


@pytest.mark.parametrize(
    "typed",
    [
        "กิจกรรมทางกาย",  # inside a long phrase
        "สงเสริมกิจกรรมทางกาย",  # tone marks left out
        "บานทุงใหญ",
        "ส่งเสิรมกิจกรรม",  # two letters swapped
        "กิจกรมทางกาย",  # one missing
        "กิจกรรมทางดาย",  # the key beside it
        "กืจกรรมทางกาย",
        "ทุ่งใหย่",
        "กิจ กรรม ทาง กาย",  # cut into words
        "อบต.ทุ่งใหญ่",  # the level is dropped
        "องค์การบริหารส่วนตำบลทุ่งใหญ่",
        "ต.ทุ่งใหญ่ กิจกรรม",
        "กิจกรรมทางกาย ปี 66",  # both calendars, both digits
        "กิจกรรมทางกาย ๒๕๖๖",
        "กิจกรรมทางกาย 2023",
        "ปี 2566 ทุ่งใหญ่",
    ],
)
def test_typed_otherwise_it_is_found(reader, wanted, typed):  # noqa: F811
    assert TITLE in found(reader, typed)["projects"]


@pytest.mark.parametrize("typed", ["กิจกรรมทางกาย ปี 2567", "ทางรถไฟความเร็วสูง", "ฟฟฟฟฟฟฟ"])
def test_what_is_not_written_anywhere_is_not_found(reader, wanted, typed):  # noqa: F811
    assert TITLE not in found(reader, typed).get("projects", [])


def test_written_so_stands_before_and_without_what_is_spelt_alike(reader, wanted):  # noqa: F811
    titled(Project.objects.order_by("-pk")[1], "โครงการกิจกรรมทางกวย")
    assert found(reader, "กิจกรรมทางกาย")["projects"] == [TITLE]
    assert found(reader, "กิจกรรมทางกวย")["projects"] == ["โครงการกิจกรรมทางกวย"]


def test_the_newest_saying_is_the_one_that_is_found(reader, wanted):  # noqa: F811
    titled(wanted, "โครงการว่ายน้ำ")
    assert "projects" not in found(reader, "กิจกรรมทางกาย")
    assert found(reader, "วายนำ")["projects"] == ["โครงการว่ายน้ำ"]
    Project.objects.filter(pk=wanted.pk).update(folded="ปลูกผัก")
    assert "projects" not in found(reader, "ว่ายน้ำ")
    assert found(reader, "ปลูกผัก")["projects"] == ["โครงการว่ายน้ำ"]


HIDDEN = ["ร่างกระบี่กระบอง", "รางกระบีกระบอง", "กระบี่กระบวง", "กรบี่กระบอง"]


@pytest.mark.parametrize("typed", HIDDEN)
def test_planted_titles_are_there_for_those_alone_who_may_read_them(client, world, person, area, typed):  # noqa: F811
    titled(world.make.proposal(world.kho_hong, state="draft"), "ร่างกระบี่กระบอง")
    seen = titled(Proposal.objects.filter(state="submitted").first(), "ร่างกระบี่กระบองของทุกคน")
    client.force_login(person("Elsewhere", Role.MENTOR, area("93")))
    groups = client.get("/search/", {"q": typed}).context["found"].groups
    assert [([title_of(hit) for hit in group.hits], group.count) for group in groups] == [([seen.title], "1")]
    client.force_login(person("Malee", Role.FUND_OFFICER, world.kho_hong))
    assert set(found(client, typed)["proposals"]) == {"ร่างกระบี่กระบอง", seen.title}


def test_areas_and_funds_are_found_misspelt_and_by_english_names(reader, world):  # noqa: F811
    fund = world.kho_hong
    for typed in (
        fund.home_area.name_en,
        "อบต." + fund.home_area.name_th,
        "เทศบาลเมือง" + fund.home_area.name_th,
    ):
        names = found(reader, typed)
        assert fund.name in names["funds"], typed
        assert fund.home_area.label in names["areas"], typed


def test_one_noun_and_one_year_can_be_chosen(reader, wanted):  # noqa: F811
    titled(Proposal.objects.filter(state="submitted").first(), "ข้อเสนอกิจกรรมทางกาย")
    assert set(found(reader, "กิจกรรมทางกาย")) == {"projects", "proposals", "indicators"}
    page = reader.get("/search/", {"q": "กิจกรรมทางกาย", "noun": "projects"})
    assert [group.name for group in page.context["found"].groups] == ["projects"]
    page = reader.get("/search/", {"q": "กิจกรรมทางกาย", "year": 2566})
    assert [group.name for group in page.context["found"].groups] == ["projects"]
    page = reader.get("/search/", {"q": "ทุ่งใหญ่", "year": 2570})
    assert page.context["found"].groups == []
    assert page.context["elsewhere"]


def test_what_was_meant_is_offered_as_it_is_spelt(reader, wanted):  # noqa: F811
    spellings = reader.get("/search/", {"q": "กิจกรมทางกาย"}).context["found"].spellings
    assert spellings[0] == "กิจกรรมทางกาย"
    assert reader.get("/search/", {"q": "กิจกรรมทางกาย"}).context["found"].spellings == []


def test_every_finder_answers_everything_typed(reader, world):  # noqa: F811
    assert len(FINDERS) == 8
    odd = ("ก", "กข", "\x00", '"', "'", "%", "_", "*", '" OR "', "ๆๆๆๆ", "ำำำำ", "a" * 200, "ปี", "ปี 70", "  ")
    for typed in odd:
        for year in ("", "2570", "x"):
            assert reader.get("/search/", {"q": typed, "year": year, "noun": "x"}).status_code in (
                200,
                422,
            ), typed


def test_words_beside_each_other_are_marked_together():
    wanted = read("hong kho")
    assert marked("Kho Hong Fund", wanted) == [("Kho Hong", True), (" Fund", False)]
    assert marked("ตลาด ปลอดโฟม", read("โฟม")) == [("ตลาด ปลอด", False), ("โฟม", True)]


def test_what_one_found_lately_is_offered_again_until_it_is_forgotten(reader, wanted):  # noqa: F811
    def offered(client=reader):
        return client.get(reverse("web:search")).context["recent"]

    stranger = Client()
    stranger.get(reverse("web:search"), {"q": "ทุ่งใหญ่"})
    assert offered(stranger) == []
    for typed in ("ทุ่งใหญ่", "คัดแยกขยะ", "zzqq", "ทุ่งใหญ่"):
        reader.get(reverse("web:search"), {"q": typed})
    assert offered() == ["ทุ่งใหญ่", "คัดแยกขยะ"]
    reader.post(reverse("web:search"))
    assert offered() == []
