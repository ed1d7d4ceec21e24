"""Models: in the glossary, with their migrations, and blind to what stands above them."""

import re

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.guards.house import ROOT, height, may_use

MODELS = [
    pytest.param(model, id=model._meta.label)
    for model in apps.get_models()
    if model.__module__.startswith("ruamsuk.")
]


@pytest.mark.parametrize("model", MODELS)
def test_every_model_stands_in_the_glossary(model):
    """docs/glossary.md: | Thai | English | `app.Model` | …"""
    glossary = (ROOT / "docs/glossary.md").read_text()
    row = re.search(rf"^\|([^|]+)\|([^|]+)\|[^|]*`{model._meta.label}`", glossary, re.MULTILINE)
    assert row, f"docs/glossary.md has no row for `{model._meta.label}`"
    assert re.search("[ก-๙]", row[1]), "the first column is the Thai word"
    assert re.search("[a-z]", row[2]), "the second column is the English word"


def test_the_glossary_names_only_models_that_exist():
    labels = {model.values[0]._meta.label for model in MODELS}
    assert set(re.findall(r"`(\w+\.[A-Z]\w+)`", (ROOT / "docs/glossary.md").read_text())) <= labels


@pytest.mark.parametrize("model", MODELS)
def test_keys_to_other_apps_point_down_and_leave_no_way_up(model):
    for field in model._meta.get_fields():
        if not field.is_relation or field.auto_created or not field.related_model:
            continue
        other = field.related_model._meta.app_label
        own = model._meta.app_label
        if other == own or other not in height():
            continue
        assert may_use(own, other), f"{model._meta.label}.{field.name} points up to {other}"
        assert field.remote_field.hidden, f'{model._meta.label}.{field.name} needs related_name="+"'


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_django_finds_nothing_wrong():
    """Our own commands leave this out (ruamsuk/__main__.py)."""
    call_command("check", fail_level="WARNING", verbosity=0)
