"""The front without an account: who lives somewhere finds what happens there, and an empty system says how to begin."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_only_place_of_a_name_opens_its_figures_and_several_are_offered(client, area):
    area("901104")
    assert client.get("/place/?q=คอหงส์").headers["Location"] == "/counts/?area=901104"
    area("901101")
    page = client.get("/place/?q=หาดใหญ่").content.decode()
    assert "/counts/?area=901101" in page
    assert '/counts/?area=9011"' in page
    assert "สะกด" in client.get("/place/?q=zzzz").content.decode()


def test_an_empty_system_says_what_will_stand_on_the_front_and_how_to_begin(client):
    page = client.get("/").content.decode()
    assert 'href="/funds/"' in page
    assert "เมื่อ" in page
    assert 'class="tiles"' not in page


def test_the_front_offers_the_search_the_places_and_one_way_to_sign_in(client):
    page = client.get("/").content.decode()
    assert 'id="front-search"' in page
    assert 'id="place-name"' in page
    assert page.count("/accounts/login/") == 1
