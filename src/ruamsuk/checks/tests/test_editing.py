"""An administrator says how serious a check is, from which number on, and in which words."""

import pytest
from django.urls import reverse

from ruamsuk.checks.actions import load_catalogue
from ruamsuk.checks.kinds import CONDITIONS, Parameter, Sort, filled, strange_names
from ruamsuk.checks.models import Check
from tests.world import issue_catalogue, person

pytestmark = pytest.mark.django_db

CODE = "line-above-income"
EDIT = f"/checks/{CODE}/edit/"


@pytest.fixture
def boss(client):
    issue_catalogue()
    boss = person("Nok", "administrator", None)
    client.force_login(boss)
    return boss


def form(**values):
    check = Check.objects.get(code=CODE)
    names = ("level", "weight", "text_th", "text_en", "remedy_th", "remedy_en")
    return (
        {name: getattr(check, name) for name in names} | {"percent": "100", "baht_per_person": "45"} | values
    )


def test_level_weight_parameters_and_words_are_changed_on_a_page(client, boss):
    answer = client.post(EDIT, form(level="should", weight="๗", percent="80", text_th="“{x}” {n} บาท มากไป"))
    assert answer.status_code == 302
    check = Check.objects.get(code=CODE)
    assert (check.level, check.weight, check.text_th) == ("should", 7, "“{x}” {n} บาท มากไป")
    assert check.parameters == {"percent": 80, "baht_per_person": 45}
    assert "มากไป" in client.get(reverse("checks:index")).text
    load_catalogue(by=None)
    check.refresh_from_db()
    assert check.level == "should"  # what a person edited stays


@pytest.mark.one_value("what is typed is refused in Python; of each value the same is read")
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text_th": "“{who}” มากไป"}, "{who}"),
        ({"remedy_en": "Mend {x.__class__}"}, "{x.__class__}"),
        ({"text_en": "Too much {"}, "{"),
        ({"percent": "0"}, "percent"),
        ({"weight": "101"}, "100"),
        ({"level": "never"}, "never"),
        ({"text_th": ""}, "text_th"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(client, boss, wrong, said):
    before = Check.objects.filter(code=CODE).values().get()
    answer = client.post(EDIT, form(**wrong))
    assert answer.status_code == 422
    assert said in answer.text
    assert Check.objects.filter(code=CODE).values().get() == before
    assert client.post(EDIT, form()).status_code == 302


def test_a_check_goes_out_of_use_and_comes_back(client, boss):
    retire = reverse("checks:retire", args=[CODE])
    assert client.post(retire).status_code == 302
    assert Check.objects.get(code=CODE).retired_on
    assert client.post(retire).status_code == 409
    load_catalogue(by=None)
    assert Check.objects.get(code=CODE).retired_on
    assert client.post(retire, {"back": "1"}).status_code == 302
    assert not Check.objects.get(code=CODE).retired_on


def test_only_who_keeps_the_lists_may_change_them(client, boss):
    client.force_login(person("Wichai", "mentor", None))
    assert client.get(reverse("checks:index")).status_code == 200
    assert client.get(EDIT).status_code == 403
    assert client.post(EDIT, form()).status_code == 403


def test_a_program_changes_some_fields_and_is_refused_what_the_condition_does_not_have(client, boss):
    address = f"/api/v1/checks/{CODE}"

    def patch(body):
        return client.patch(address, body, content_type="application/json")

    done = patch({"parameters": {"percent": 90}, "level": "consider"})
    assert done.status_code == 200
    assert done.json()["parameters"] == {"percent": 90, "baht_per_person": 45}
    assert (done.json()["level"], done.json()["about"]) == ("consider", "proposal")
    for wrong in ({"parameters": {"people": 3}}, {"parameters": {"percent": ["a"]}}, {"weight": -1}):
        assert patch(wrong).status_code == 422
    assert client.get(address).json()["parameters"]["percent"] == 90
    assert client.post(f"{address}/retire").json()["retired"] is True
    assert client.post(f"{address}/restore").json()["retired"] is False
    assert len(client.get("/api/v1/checks").json()) == Check.objects.count()


def test_every_check_that_comes_with_the_system_fits_its_condition(boss):
    for check in Check.objects.all():
        condition = CONDITIONS[check.condition]
        values = condition.values(check.parameters)
        assert {name: values[name] for name in check.parameters} == check.parameters, check.code
        for words in (check.text_th, check.text_en, check.remedy_th, check.remedy_en):
            assert strange_names(words, condition.says) == [], check.code


def test_words_reach_nothing_but_what_was_found():
    assert filled("{x}: {n} {y} {x.__class__}", {"x": "{n}", "n": "3"}) == "{n}: 3 {y} {x.__class__}"
    least = Parameter("days", "Days", Sort.NUMBER, 5, least=1, most=9)
    assert [least.fits(value) for value in (1, 9, 0, 10, True, "3", None)] == [True, True, *[False] * 5]
