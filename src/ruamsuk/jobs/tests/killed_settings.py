"""The settings of a process that a test kills: the database of that test, and its data folder."""

import os
from pathlib import Path

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES, QUEUES, STORAGES

DATA_DIR = Path(os.environ["RUAMSUK_TEST_DATA"])
DATABASES["default"]["NAME"] = os.environ["RUAMSUK_TEST_DATABASE"]
STORAGES["default"]["OPTIONS"] = {"location": DATA_DIR / "files"}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}  # as in the product
