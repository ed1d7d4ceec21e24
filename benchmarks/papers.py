"""bin/bench --papers: how long papers take once the engine is warm, beside a print of one line in the same run.

A test file that the suite does not collect: it needs the small world of the tests, and minutes.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median

import pytest
from django.utils import timezone
from PIL import Image

from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import Scope
from ruamsuk.core.calendar import today
from ruamsuk.files.choices import PHOTO_SIZES, FileKind, FileState
from ruamsuk.files.models import StoredFile
from ruamsuk.files.places import place
from ruamsuk.papers import engine, sheets
from ruamsuk.papers.documents import DOCUMENTS
from ruamsuk.projects.models import Design, Project
from ruamsuk.projects.projects.choices import Origin
from ruamsuk.projects.reports import actions as reports
from ruamsuk.projects.tests.conftest import YEAR, kho_hong  # noqa: F401
from ruamsuk.projects.tests.test_reports import make_project, project  # noqa: F401

pytestmark = pytest.mark.django_db
# Seconds that people may wait (issue of papers), and how many prints of one line that may be on any machine.
REPORT, DOSSIER, OVERVIEW = (2, 12), (15, 60), (10, 60)


@pytest.fixture(scope="module")
def bare() -> float:
    """Seconds of a print of one line by the warm engine."""
    one = f"<html><head><style>{sheets.style()}</style></head><body><p>หนึ่งบรรทัด</p></body></html>"
    engine.pdf(one)
    found = median(seconds(lambda: engine.pdf(one)) for _turn in range(5))
    print(f"\nprint of one line: {found * 1000:.0f} ms")
    yield found
    engine.close()


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def measured(name: str, bare: float, most: tuple[int, int], document: str, user, thing, year=None) -> None:
    of = DOCUMENTS[document]
    size = 0

    def make() -> None:
        nonlocal size
        asked = of.thing_for(user, thing.uid)
        size = len(engine.pdf(sheets.html(of.tell(user, asked, year), of)))

    took = median(seconds(make) for _turn in range(3))
    print(f"{name}: {took:.2f} s, {took / bare:.1f} prints of one line, {size / 1e6:.1f} MB")
    assert took / bare <= most[1], f"{name}: {took / bare:.1f} prints of one line, wanted at most {most[1]}"
    assert took <= most[0], f"{name}: {took:.1f} s, wanted at most {most[0]}"


def photos(report, number: int) -> None:
    """In the sizes that are kept; each another picture."""
    for no in range(1, number + 1):
        noise = Image.effect_noise((400, 300), 60).convert("RGB")
        file = StoredFile.objects.create(
            kind=FileKind.PHOTO,
            name="photo.jpg",
            media_type="image/jpeg",
            size=1,
            sha256="0" * 64,
            state=FileState.READY,
            width=1600,
            height=1200,
            uploaded_at=timezone.now(),
        )
        for variant, points in PHOTO_SIZES.items():
            to = place(file.uid, variant)
            to.parent.mkdir(parents=True, exist_ok=True)
            noise.resize((points, points * 3 // 4)).save(to, "JPEG", quality=82)
        report.photos.create(file=file, no=no, caption=f"ภาพที่ {no} อบรมแกนนำในชุมชน")


def test_a_report_of_thirty_photos(bare, project, kho_hong):  # noqa: F811
    report = reports.enter_report(
        project=project, by=None, state="sent", title="อบรมแกนนำ", held_on=today() - timedelta(days=9)
    )
    photos(report, 30)
    measured("report of 30 photos", bare, REPORT, "report", kho_hong.officer, report)


def test_a_dossier_of_ten_reports_and_thirty_photos(bare, project, kho_hong):  # noqa: F811
    for no in range(10):
        report = reports.enter_report(
            project=project,
            by=None,
            state="sent",
            title=f"กิจกรรมที่ {no}",
            held_on=today() - timedelta(days=9),
            done="ประชุมแกนนำและลงเยี่ยมบ้านกลุ่มเสี่ยงในทุกหมู่บ้าน " * 40,
        )
        photos(report, 3)
    measured("dossier of 10 reports, 30 photos", bare, DOSSIER, "project", kho_hong.officer, project)


def test_an_overview_of_a_thousand_projects(bare, kho_hong):  # noqa: F811
    for no in range(1000):
        scope = Scope.objects.create(kind=ScopeKind.PROJECT, area=kho_hong.home, label=f"โครงการ {no}")
        Project.objects.create(
            title=f"โครงการส่งเสริมสุขภาพชุมชน หมู่ที่ {no} ตำบลคอหงส์",
            code=f"70-L7257-2-{no:04}",
            fiscal_year=YEAR,
            origin=Origin.PAPER,
            fund=kho_hong.fund,
            organization=kho_hong.owner,
            home_area=kho_hong.home,
            place_no=kho_hong.home.place_no,
            design=Design.objects.create(),
            approved_satang=2_500_000,
            budget_satang=2_500_000,
            scope=scope,
            created_at=timezone.now(),
        )
    measured("overview of 1,000 projects", bare, OVERVIEW, "fund-year", kho_hong.officer, kho_hong.fund, YEAR)
