"""The small world stands as the real one does."""

from ruamsuk.accounts.access import reach
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import READ


def test_an_area_comes_with_everything_above_it(area):
    kho_hong = area("901104")
    assert [a.code for a in (kho_hong, kho_hong.parent, kho_hong.parent.parent, kho_hong.zone)] == [
        "901104",
        "9011",
        "90",
        "Z12",
    ]


def test_a_coordinator_reaches_the_places_inside_the_own_area_only(area, person):
    malee = person("Malee", Role.COORDINATOR, area("90"))
    found = reach(malee, READ)
    assert found.covers(place_no=area("901104").place_no)
    assert not found.covers(place_no=area("930101").place_no)
