"""Who sees a photo of a report: strangers only one that was released, and nothing of what is covered in it."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from ruamsuk.files import actions as files
from ruamsuk.files.choices import FileKind, Variant
from ruamsuk.files.intake import take
from ruamsuk.files.models import StoredFile
from ruamsuk.files.places import place
from ruamsuk.files.tests.samples import sent
from ruamsuk.projects.models import ReportPhoto
from ruamsuk.projects.reports import actions
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

RED, GREEN = (220, 30, 30), (30, 160, 60)


def stripes() -> bytes:
    """Thin stripes of two colours: what a cover leaves of them is one colour in between."""
    image = Image.new("RGB", (400, 200), RED)
    for x in range(0, 400, 8):
        image.paste(GREEN, (x, 0, x + 4, 200))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    return out.getvalue()


@pytest.fixture
def album(sent_report, posts):  # noqa: F811
    """The report with three photos of one who may send it."""
    made = []
    for no in (1, 2, 3):
        file = files.receive_file(upload=take(sent(f"{no}.jpg", stripes()), FileKind.PHOTO), by=posts.owner)
        made.append(ReportPhoto.objects.create(report=sent_report, file=file, no=no, caption=f"marker-{no}"))
    return made


def addresses(photo) -> list[str]:
    uid = photo.report.uid
    return [
        *(
            reverse("projects:report-photo", args=[uid, photo.uid, size])
            for size in ("small", "large", "outside")
        ),
        *(f"/api/v1/reports/{uid}/photos/{photo.uid}/{size}" for size in ("small", "large")),
        f"/api/v1/reports/{uid}/parts/photo/{photo.uid}",
    ]


def statuses(client, photo) -> set[int]:
    return {get(client, address).status_code for address in addresses(photo)}


def get(client, address, **headers):
    """The answer, read to its end as a browser does."""
    answer = client.get(address, headers=headers)
    answer.read = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def release(client, report, *photos, **said):
    given = {
        "press": "release",
        "photos": [str(photo.uid) for photo in photos],
        "people": "nobody",
        "is_delicate": "no",
        **said,
    }
    return client.post(reverse("projects:report-photo-rights", args=[report.uid]), given)


def is_shown(client, photo) -> bool:
    """Whether any page or call that a stranger may open names the photo or its caption."""
    report = photo.report
    pages = (
        reverse("projects:report", args=[report.uid]),
        reverse("projects:project", args=[report.project.uid]),
        "/",
        f"/api/v1/reports/{report.uid}",
    )
    return any(
        mark in client.get(page).content.decode()
        for page in pages
        for mark in (str(photo.uid), photo.caption)
    )


def test_a_photo_that_nobody_looked_at_is_seen_with_an_account_alone(client, album, posts):  # noqa: F811
    photo = album[0]
    assert statuses(client, photo) == {404}
    assert not is_shown(client, photo)
    client.force_login(posts.mentor)
    assert statuses(client, photo) == {200}
    assert is_shown(client, photo)


def test_several_photos_are_released_at_once_and_the_others_stay_inside(client, album, posts):  # noqa: F811
    first, second, third = album
    client.force_login(posts.owner)
    assert release(client, first.report, first, second).status_code == 302
    client.logout()
    for photo in (first, second):
        assert statuses(client, photo) == {200}
        assert is_shown(client, photo)
    assert statuses(client, third) == {404}
    assert not is_shown(client, third)


def test_who_may_not_send_the_report_releases_nothing(client, album, posts):  # noqa: F811
    photo = album[0]
    for reader in (posts.mentor, None):
        client.logout()
        if reader:
            client.force_login(reader)
        assert release(client, photo.report, photo).status_code == (403 if reader else 302)
        given = {"photos": [str(photo.uid)], "people": "nobody", "is_delicate": False}
        call = f"/api/v1/reports/{photo.report.uid}/photos/release"
        assert client.post(call, given, "application/json").status_code == (403 if reader else 401)
    client.logout()
    assert statuses(client, photo) == {404}


def test_a_photo_of_another_report_is_not_released_along(client, album, posts, project):  # noqa: F811
    photo, stays = album[0], album[1]
    other = actions.start_report(project=project, activity=None, by=posts.owner)
    ReportPhoto.objects.filter(pk=photo.pk).update(report=other)
    client.force_login(posts.owner)
    assert release(client, stays.report, stays, photo).status_code == 422
    assert release(client, stays.report, stays).status_code == 302
    client.logout()
    photo.refresh_from_db()
    assert statuses(client, photo) == {404}


def test_what_is_taken_back_is_gone_at_once_also_for_who_has_it_in_the_browser(client, album, posts):  # noqa: F811
    photo = album[0]
    actions.release_photos(report=photo.report, photos=[str(photo.uid)], people="nobody", by=posts.owner)
    kept = {address: get(client, address).headers.get("ETag", "") for address in addresses(photo)}
    for address, etag in kept.items():
        answer = get(client, address, **{"If-None-Match": etag})
        assert answer.status_code == (304 if etag else 200)
        if etag:
            assert answer["Cache-Control"] == "private, no-cache"
    client.force_login(posts.owner)
    url = reverse("projects:report-photo-rights", args=[photo.report.uid])
    client.post(url, {"press": "keep", "photos": [str(photo.uid)]})
    client.logout()
    for address, etag in kept.items():
        assert get(client, address, **{"If-None-Match": etag}).status_code == 404
    assert not is_shown(client, photo)


def test_recognisable_people_want_their_consent_noted_which_strangers_do_not_read(client, album, posts):  # noqa: F811
    photo = album[0]
    client.force_login(posts.owner)
    answer = release(client, photo.report, photo, people="agreed")
    assert answer.status_code == 422
    assert "ยินยอม" in answer.content.decode()
    assert release(client, photo.report, photo, people="agreed", consent="แฟ้มของกองทุน").status_code == 302
    page = client.get(reverse("projects:report-photo-rights", args=[photo.report.uid])).content.decode()
    assert "แฟ้มของกองทุน" in page
    client.logout()
    for address in (
        reverse("projects:report", args=[photo.report.uid]),
        f"/api/v1/reports/{photo.report.uid}",
    ):
        assert "แฟ้มของกองทุน" not in client.get(address).content.decode()


def test_children_patients_and_homes_are_released_by_a_second_step_alone(client, album, posts):  # noqa: F811
    photo = album[0]
    client.force_login(posts.owner)
    asked = release(client, photo.report, photo, is_delicate="yes")
    assert asked.status_code == 422
    assert 'name="is_wanted"' in asked.content.decode()
    client.logout()
    assert statuses(client, photo) == {404}
    client.force_login(posts.owner)
    assert release(client, photo.report, photo, is_delicate="yes", is_wanted="on").status_code == 302
    client.logout()
    assert statuses(client, photo) == {200}


def test_a_covered_area_is_gone_from_every_size_that_those_outside_get(client, album, posts, person):  # noqa: F811
    photo = album[0]
    large, small = addresses(photo)[1], addresses(photo)[0]
    client.force_login(posts.owner)
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0}
    typed_area = {"form-0-left": "๑๐", "form-0-top": "10", "form-0-width": "40", "form-0-height": "60"}
    cover = reverse("projects:report-photo-cover", args=[photo.report.uid, photo.uid])
    assert client.post(cover, {**rows, **typed_area}).status_code == 302
    release(client, photo.report, photo)
    assert spread(get(client, large).read) > 100  # those inside see all of it
    for reader in (None, person("Somebody with an account")):
        client.logout()
        if reader:
            client.force_login(reader)
        for address in (large, small, *addresses(photo)[3:5]):
            content = get(client, address).read
            assert b"Exif" not in content
            assert spread(content) < 30
            assert spread(content, of=(0.7, 0.2, 0.9, 0.6)) > 100  # beside it all is there


def spread(content: bytes, of=(0.2, 0.25, 0.4, 0.55)) -> int:
    """How far the colours of an area lie from each other: stripes far, a cover close."""
    with Image.open(io.BytesIO(content)) as image:
        part = image.crop(tuple(int(side * image.size[no % 2]) for no, side in enumerate(of)))
        low, high = part.getchannel("R").getextrema()
    return high - low


def test_a_cover_that_is_changed_leaves_no_older_one_behind(client, album, posts):  # noqa: F811
    photo = album[0]
    uid = str(photo.uid)
    actions.cover_photo(report=photo.report, photo=uid, areas=[[0, 0, 50, 50]], by=posts.owner)
    first = StoredFile.objects.get(pk=photo.file_id).rights.covered
    actions.cover_photo(report=photo.report, photo=uid, areas=[[0, 0, 100, 100]], by=posts.owner)
    assert not StoredFile.objects.filter(pk=first.pk).exists()
    assert StoredFile.objects.get(pk=photo.file_id).rights.covered != first
    actions.cover_photo(report=photo.report, photo=uid, areas=[], by=posts.owner)
    assert StoredFile.objects.get(pk=photo.file_id).rights.covered is None


@pytest.mark.parametrize(
    ("numbers", "status"),
    [
        (["90", "10", "40", "20"], 422),
        (["10", "", "40", "20"], 422),
        (["x", "1", "1", "1"], 422),
        (["10"] * 4, 302),
    ],
)
def test_an_area_outside_the_photo_is_refused_in_words(client, album, posts, numbers, status):  # noqa: F811
    photo = album[0]
    client.force_login(posts.owner)
    cover = reverse("projects:report-photo-cover", args=[photo.report.uid, photo.uid])
    names = ("left", "top", "width", "height")
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0}
    rows |= {f"form-0-{name}": value for name, value in zip(names, numbers, strict=True)}
    assert client.post(cover, rows).status_code == status


def test_the_list_holds_what_nobody_has_looked_at_in_ones_own_reach(client, album, posts, person):  # noqa: F811
    url = reverse("projects:photos-to-look-at")
    client.force_login(posts.owner)
    assert album[0].report.title in client.get(url).content.decode()
    actions.release_photos(
        report=album[0].report, photos=[str(album[0].uid)], people="nobody", by=posts.owner
    )
    rest = [str(photo.uid) for photo in album[1:]]
    actions.keep_photos_inside(report=album[0].report, photos=rest, by=posts.owner)
    assert album[0].report.title not in client.get(url).content.decode()
    client.force_login(posts.mentor)
    assert client.get(url).status_code == 403


def test_the_rights_go_with_the_photo(album, posts):  # noqa: F811
    photo = album[0]
    actions.cover_photo(report=photo.report, photo=str(photo.uid), areas=[[0, 0, 50, 50]], by=posts.owner)
    file = StoredFile.objects.get(pk=photo.file_id)
    covered = file.rights.covered
    assert place(covered.uid, Variant.THUMBNAIL).exists()
    photo.delete()
    files.discard_file(file=file, by=posts.owner)
    assert not StoredFile.objects.filter(pk__in=[file.pk, covered.pk]).exists()
