"""A closed noun: no post reaches it, named sources do, and what its gate gives away is recorded."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404

from ruamsuk.accounts import actions, rule
from ruamsuk.accounts.choices import ROLES, Role, ScopeKind
from ruamsuk.accounts.rule import SOURCES, Reach
from ruamsuk.accounts.tests.patients import RECORDED, Patient, patient_for
from ruamsuk.accounts.verbs import HAND_OVER, READ, all_verbs
from ruamsuk.core.problems import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Patient)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Patient)


@pytest.fixture
def clinic(_table, db, area, person, monkeypatch):
    """Two patients of one clinic. Nobody has an agreement, and there is no emergency."""
    for source in Patient.closed.sources:
        monkeypatch.setitem(SOURCES, source, lambda user, can: Reach())
    RECORDED.clear()
    place = area("901104")
    scope = actions.new_scope(ScopeKind.ORGANIZATION, place, "คลินิก")
    uma, dara = (
        Patient.objects.create(name=name, place_no=place.place_no, clinic=scope.pk)
        for name in ("Uma", "Dara")
    )
    return SimpleNamespace(uma=uma, dara=dara, scope=scope, nurse=person("Nurse", Role.PROJECT_OWNER, scope))


@pytest.fixture
def agreement(clinic, monkeypatch):
    """The clinic's nurse reads its patients by an agreement."""

    def of_clinic(user, can):
        is_party = user == clinic.nurse and can == READ
        return Reach(scopes={ScopeKind.ORGANIZATION: {clinic.scope.pk}}) if is_party else Reach()

    monkeypatch.setitem(SOURCES, "agreement", of_clinic)


def holders(person, area, clinic):
    """Every role in every place that holds the clinic: the country, each area around it, the clinic itself."""
    for role in Role:
        for code in ("TH", "90", "901104"):
            if ScopeKind.AREA in ROLES[role].scopes:
                yield person(f"{role} {code}", role, area(code))
        if ScopeKind.ORGANIZATION in ROLES[role].scopes:
            yield person(f"{role} clinic", role, clinic.scope)


def passes(user, patient, can) -> bool:
    try:
        return patient_for(user, patient, can) == patient
    except (Http404, NotAllowed):
        return False


def test_no_post_reaches_a_closed_noun_whatever_the_verb(clinic, person, area, monkeypatch):
    everybody = [AnonymousUser(), *holders(person, area, clinic)]
    for user in everybody:
        for can in all_verbs():
            assert not Patient.objects.visible_to(user, can), (user, can)
            assert not passes(user, clinic.uma, can), (user, can)
    assert not RECORDED
    # The same people, were the noun open to posts.
    monkeypatch.setattr(Patient, "closed", replace(Patient.closed, sources=("post",)))
    assert all(Patient.objects.visible_to(user, READ) for user in everybody[1:])


def test_a_rule_that_forgets_that_the_noun_is_closed_does_not_open_its_gate(clinic, monkeypatch):
    monkeypatch.setattr(type(Patient.objects.all()), "visible_to", lambda rows, user, can: rows)
    assert Patient.objects.all().visible_to(clinic.nurse, READ).count() == 2
    assert not passes(clinic.nurse, clinic.uma, READ)


def test_a_source_opens_what_it_says_and_the_read_is_recorded(clinic, agreement, person, area):
    assert set(Patient.objects.visible_to(clinic.nurse, READ)) == {clinic.uma, clinic.dara}
    assert patient_for(clinic.nurse, clinic.uma) == clinic.uma
    assert RECORDED == [("Nurse", "Uma", "read", "agreement")]
    other = person("Other", Role.PROJECT_OWNER, clinic.scope)
    assert not Patient.objects.visible_to(other, READ)
    assert not passes(other, clinic.uma, READ)
    assert len(RECORDED) == 1


def test_a_source_may_open_a_single_record(clinic, agreement, monkeypatch, person):
    """As an emergency does; recorded with the first source that opens the record, not with every one."""
    helper = person("Helper")
    monkeypatch.setitem(SOURCES, "emergency", lambda user, can: Reach(records={clinic.dara.uid}))
    assert list(Patient.objects.visible_to(helper, READ)) == [clinic.dara]
    assert not passes(helper, clinic.uma, READ)
    assert passes(helper, clinic.dara, READ)
    assert passes(clinic.nurse, clinic.dara, READ)
    assert RECORDED == [("Helper", "Dara", "read", "emergency"), ("Nurse", "Dara", "read", "agreement")]


def test_who_reads_is_told_who_may_do_more_and_who_does_not_read_is_told_nothing(clinic, agreement, person):
    with pytest.raises(NotAllowed):
        patient_for(clinic.nurse, clinic.uma, HAND_OVER)
    with pytest.raises(Http404):
        patient_for(person("Stranger"), clinic.uma, HAND_OVER)
    assert not RECORDED


def test_a_source_that_nobody_has_registered_opens_nothing_unheard(clinic, monkeypatch):
    monkeypatch.setattr(Patient, "closed", replace(Patient.closed, sources=("typo",)))
    with pytest.raises(KeyError):
        Patient.objects.visible_to(clinic.nurse, READ)
    assert rule.SOURCES["post"] is rule.reach
