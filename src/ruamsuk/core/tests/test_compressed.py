"""What has words is sent packed to whoever can unpack it; a picture is sent as it is."""

import gzip

import pytest
from django.test import Client
from django.urls import reverse

from tests.api_caller import Caller

pytestmark = pytest.mark.django_db
PACKED = {"headers": {"Accept-Encoding": "gzip, deflate, br"}}


@pytest.mark.parametrize("address", ["/accounts/login/", "/ui/", "/nothing/"])
def test_a_page_is_sent_packed_and_is_the_same_page(client: Client, address):
    plain = client.get(address)
    packed = client.get(address, **PACKED)
    assert "Content-Encoding" not in plain.headers
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) * 2 < len(plain.content)
    ends = plain.content.rpartition(b"</main>")[2]
    assert gzip.decompress(packed.content).rpartition(b"</main>")[2] == ends
    assert ends


def test_answers_of_the_api_are_packed_and_its_refusals_too(area):
    area("901104")
    caller = Caller()
    for path, status in (("/areas", 200), ("/areas/nothing", 404)):
        answer = caller.client.get(f"/api/v1{path}", **PACKED)
        assert answer.status_code == status
        assert answer["Content-Encoding"] == "gzip", path
        assert gzip.decompress(answer.content) == caller.client.get(f"/api/v1{path}").content


def test_a_file_of_a_table_is_packed_but_no_picture_of_one(client: Client, area):
    area("901104")
    for kind, is_packed in (("csv", True), ("xlsx", False)):
        answer = client.get(reverse("dashboards:download", args=[kind]), **PACKED)
        assert ("Content-Encoding" in answer.headers) == is_packed, kind
