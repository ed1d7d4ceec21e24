"""Whatever a stranger sends is answered in words, and is nothing that a person must look at in the log.

A line of level error stands for a fault of the program: the walk below leaves none, a real fault leaves exactly one.
"""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path, reverse
from django.utils import timezone

from ruamsuk.config import urls as ours


def boom(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of the program")


urlpatterns = [
    path("boom/", boom, name="boom"),
    path("api/v1/boom/", boom, name="api-boom"),
    path("", include(ours)),
]
handler400, handler403, handler404, handler500 = (
    ours.handler400,
    ours.handler403,
    ours.handler404,
    ours.handler500,
)

ADDRESSES = [
    "/", "/accounts/login/", "/funds/", "/proposals/", "/nothing/", "/jobs/", "/healthz", "/static/nothing.css",
    "/api/v1/counts", "/api/v1/nothing", "/api/v1/me", "/proposals/new/", "/areas/pick/", "/counts/",
]  # fmt: skip
SESSION = {"HTTP_COOKIE": "sessionid=brokensessionbrokensessionbroken"}
HOSTILE: dict[str, dict[str, Any]] = {
    "a host that is not ours": {"HTTP_HOST": "other.example"},
    "a host that is no name": {"HTTP_HOST": "a b<script>"},
    "a long host": {"HTTP_HOST": "x" * 3000},
    "half an address as host": {"HTTP_HOST": "[::1"},
    "an empty host": {"HTTP_HOST": ""},
    "a session that cannot be read": SESSION,
    "a session key with a NUL": {"HTTP_COOKIE": 'sessionid="abcdefgh\\000ijkl"'},
    "a session key that is too long": {"HTTP_COOKIE": "sessionid=" + "x" * 5000},
    "cookies of rubbish": {"HTTP_COOKIE": "csrftoken=\xff\xfe; messages=[[1]; language=zz; theme=<; =;;;"},
    "thousands of cookies": {"HTTP_COOKIE": "; ".join(f"a{n}=1" for n in range(3000))},
    "broken percent-encoding": {"QUERY_STRING": "q=%ff%fe%zz%&area=%E0%B8&year=%00&after=%c3&page=-1"},
    "a damaged cursor": {"QUERY_STRING": "after=AAAA&limit=abc&area=99999999999999999999&year=9e9"},
    "a huge header": {"HTTP_ACCEPT_LANGUAGE": "th," * 20_000, "HTTP_X_ANY": "x" * 100_000},
    "a referer that is no address": {"HTTP_REFERER": "http://[", "HTTP_ORIGIN": "null"},
    "a key that is none": {"HTTP_AUTHORIZATION": "Bearer \xff\x00", "HTTP_IDEMPOTENCY_KEY": "\xe0"},
    "visitors' addresses of rubbish": {"HTTP_X_FORWARDED_FOR": "a, ,b\x00", "REMOTE_ADDR": "nonsense"},
    "a range of rubbish": {"HTTP_RANGE": "bytes=9-1,abc", "HTTP_IF_MODIFIED_SINCE": "yesterday"},
    "a length that is no number": {"CONTENT_LENGTH": "abc"},
    "an unknown charset": {"CONTENT_TYPE": "text/plain; charset=nix"},
    "multipart without a boundary": {"CONTENT_TYPE": "multipart/form-data"},
    "multipart that is cut off": {"CONTENT_TYPE": "multipart/form-data; boundary=x"},
    "a long boundary": {"CONTENT_TYPE": "multipart/form-data; boundary=" + "x" * 900},
    "no content type": {"CONTENT_TYPE": ""},
}
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "PROPFIND")


@pytest.fixture
def stranger() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def errors(caplog):
    """The lines of level error so far: what was said, and of which route."""

    def found() -> list[tuple[Any, Any]]:
        lines = [line.msg for line in caplog.records if line.levelname in {"ERROR", "CRITICAL"}]
        return [(m.get("event"), m.get("route")) if isinstance(m, dict) else (m, None) for m in lines]

    return found


def send(client: Client, method: str, address: str, sent: dict[str, Any]) -> HttpResponse:
    body = b'--x\r\nContent-Disposition: form-data; name="a\xff' if method in {"POST", "PUT"} else b""
    kind = sent.get("CONTENT_TYPE", "application/x-www-form-urlencoded" if body else "")
    extra = {name: value for name, value in sent.items() if name != "CONTENT_TYPE"}
    return client.generic(method, address, body, content_type=kind, **extra)


def in_words(answer: HttpResponse, address: str) -> str:
    """The words of a refusal, which a person or a program can read."""
    if address.startswith("/api/"):
        assert answer.headers["Content-Type"] == "application/problem+json"
        said = json.loads(answer.content)
        assert said["title"]
        assert said["detail"]
        return said["detail"]
    page = answer.content.decode()
    assert "<h1" in page
    return page


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_request_is_answered_in_words_and_logs_no_error(what, stranger, area, errors):
    area("901104")
    Session.objects.create(
        session_key="brokensessionbrokensessionbroken",
        session_data="rubbish:::",
        expire_date=timezone.now() + timedelta(days=1),
    )
    for address in ADDRESSES:
        for method in METHODS:
            answer = send(stranger, method, address, HOSTILE[what])
            if address != "/healthz":
                assert answer.status_code < 500, (method, address)
            if (
                answer.status_code in {400, 403, 404}
                and method == "GET"
                and not address.startswith("/static")
            ):
                in_words(answer, address)
    assert errors() == []


@pytest.mark.parametrize(
    "place", ["/%ff%fe", "/%2e%2e/%2e%2e/etc/passwd", "/%00", "/funds/%E0%B8/", "/api/v1/%ff"]
)
def test_an_address_that_cannot_be_read_is_a_page_that_is_not_there(place, stranger, area, errors):
    area("901104")
    answer = stranger.get(place)
    assert answer.status_code in {400, 404}
    in_words(answer, place)
    assert errors() == []


def test_a_charset_with_a_nul_is_answered_by_the_server_itself(db, errors):
    from ruamsuk.config.wsgi import application  # what granian runs

    environ = RequestFactory()._base_environ(
        REQUEST_METHOD="GET", PATH_INFO="/nothing/", CONTENT_TYPE="text/plain; charset*=utf-8''%00nix"
    )
    said: list[str] = []
    body = b"".join(application(environ, lambda status, headers: said.append(status)))
    assert said == ["404 Not Found"]
    assert b"<h1" in body
    assert errors() == []


@pytest.mark.parametrize("host", ["other.example", "a b", "[::1", "x" * 300])
def test_an_unknown_host_is_a_400_that_says_in_both_languages_where_to_go(
    host, stranger, db, settings, errors
):
    page = stranger.get("/funds/", HTTP_HOST=host)
    assert page.status_code == 400
    said = page.content.decode()
    assert settings.BASE_URL in said
    assert "RUAMSUK_ALLOWED_HOSTS" in said
    assert "ที่อยู่นี้" in said
    assert "not served under this address" in said
    call = stranger.get("/api/v1/counts", HTTP_HOST=host)
    assert call.status_code == 400
    assert json.loads(call.content)["code"] == "unknown-host"
    assert stranger.get("/accounts/login/").status_code == 200
    assert errors() == []


@pytest.mark.parametrize("address", ["/nothing/", "/api/v1/nothing"])
def test_a_page_that_is_not_there_is_told_without_a_database(address, stranger):
    answer = stranger.get(address)  # this test has no database: whoever asks it fails
    assert answer.status_code == 404
    in_words(answer, address)


@pytest.mark.parametrize("address", ["/nothing/", "/funds/", "/api/v1/me", "/proposals/"])
def test_a_system_without_a_database_says_so_in_words(address, stranger):
    answer = stranger.get(address, HTTP_COOKIE="sessionid=abcdefghabcdefgh")
    assert answer.status_code in {404, 500}
    in_words(answer, address)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("address", "route"), [("/boom/", "boom"), ("/api/v1/boom/", "api-boom")])
def test_a_fault_of_the_program_is_logged_exactly_once_with_its_route(address, route, stranger, db, errors):
    answer = stranger.get(address)
    assert answer.status_code == 500
    in_words(answer, address)
    assert errors() == [("crash", route)]


def test_pages_that_are_not_there_and_refusals_are_no_crash(stranger, area, person, errors):
    area("901104")
    stranger.force_login(person("Malee"))
    nobody = "00000000-0000-7000-8000-000000000000"  # a gate that finds nothing
    for address, status in (
        ("/nothing/", 404),
        (reverse("projects:proposal", args=[nobody]), 404),
        (reverse("funds:fund", args=[nobody]), 404),
        ("/api/v1/nothing", 404),
        (f"/api/v1/proposals/{nobody}", 404),
        ("/jobs/", 403),
        ("/funds/", 200),
    ):
        assert stranger.get(address).status_code == status, address
    assert errors() == []
