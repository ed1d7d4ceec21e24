"""Minutes of a meeting, and two people who write them on screens of their own."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from ruamsuk.audit.trail import VERBS


@pytest.fixture(scope="module")
def _tables(django_db_setup, django_db_blocker):
    verbs = dict(VERBS)
    from ruamsuk.drafts.tests.minutes import MODELS

    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            for model in MODELS[:3]:
                editor.create_model(model)
        for model in MODELS:
            apps.register_model("drafts", model)
        yield
        for model in MODELS:
            del apps.all_models["drafts"][model._meta.model_name]
        apps.clear_cache()
        VERBS.clear()
        VERBS.update(verbs)
        with connection.schema_editor() as editor:
            for model in MODELS[2::-1]:
                editor.delete_model(model)


@pytest.fixture
def minutes(_tables, db, person):
    from ruamsuk.drafts.tests.minutes import start_minutes

    writers = SimpleNamespace(malee=person("Malee"), orn=person("Orn"))
    return SimpleNamespace(found=start_minutes(by=writers.malee), **vars(writers))
