"""Requests that no form can read: an answer that says what to do, on both databases, never a crash."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.parametrize("name", ["projects:projects", "funds:index", "organizations:index"])
def test_a_character_that_no_database_takes_is_refused_by_name(client, area, name):
    area("901104")
    address = reverse(name)
    assert client.get(f"{address}?q=%E0%B8%81").status_code == 200
    refused = client.get(f"{address}?q=%00%E0%B8%81")
    assert refused.status_code == 422
    assert "พิมพ์คำค้นใหม่" in refused.content.decode()


def test_five_thousand_fields_or_a_body_beyond_the_limit_get_a_page_that_says_what_to_do(
    client, area, person
):
    area("901104")
    client.force_login(person("Malee"))
    address = reverse("projects:proposal-new")
    for body in ({f"x{n}": "1" for n in range(5000)}, {"title": "ก" * 2_000_000}):
        answer = client.post(address, body)
        assert answer.status_code == 400
        assert "แบ่งส่งเป็นส่วนย่อย" in answer.content.decode()
    assert client.post(address, {"title": "สั้น"}).status_code == 422


def test_bytes_that_are_no_text_are_no_crash(client, area, person):
    area("901104")
    client.force_login(person("Malee"))
    sent = b"title=%ff%fe%E0&fiscal_year=abc\xff"
    kind = "application/x-www-form-urlencoded"
    assert client.post(reverse("projects:proposal-new"), sent, content_type=kind).status_code == 422


def test_the_address_of_a_button_opened_as_a_page_gets_words_not_an_empty_page(client, area):
    area("901104")
    answer = client.get(reverse("web:choose"))
    assert answer.status_code == 405
    assert "เปิดหน้านี้โดยตรงไม่ได้" in answer.content.decode()
    assert client.get(reverse("funds:index")).status_code == 200


@pytest.mark.parametrize(
    ("came_from", "back"),
    [("http://testserver/funds/", "http://testserver/funds/"), ("http://other.test/", "/")],
)
def test_a_refused_button_leads_back_to_the_page_where_it_stands(area, came_from, back):
    area("901104")
    refused = Client(enforce_csrf_checks=True).post(reverse("web:choose"), headers={"Referer": came_from})
    assert refused.status_code == 403
    assert f'class="btn btn-primary" href="{back}"' in refused.content.decode()
