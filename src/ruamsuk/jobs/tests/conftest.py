import pytest
from django_tasks_db.models import DBTaskResult

from ruamsuk.core.registry import Registry
from ruamsuk.jobs import periodic
from ruamsuk.jobs.worker import Worker


@pytest.fixture
def queue(settings):
    """Jobs wait in the database as in the product, instead of running at once."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": settings.QUEUES},
    }


@pytest.fixture
def data(settings, tmp_path):
    """A data folder of the test's own."""
    settings.DATA_DIR = tmp_path / "data"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.DATA_DIR / "files"},
        },
    }
    (settings.DATA_DIR / "files").mkdir(parents=True)
    return settings.DATA_DIR


@pytest.fixture
def no_schedule(monkeypatch):
    """Only what the test registers comes back by itself."""
    monkeypatch.setattr(periodic, "REGISTRY", Registry("periodic jobs"))


@pytest.fixture
def work(queue, no_schedule):
    """`work()` does what waits now, as `ruamsuk worker --once`; `work(skip_waits=True)` as if time had passed."""

    def run(*, skip_waits: bool = False) -> None:
        if skip_waits:
            from django.utils import timezone

            DBTaskResult.objects.update(run_after=timezone.now())
        Worker("tester").run_once()

    return run
