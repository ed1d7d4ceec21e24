"""The product's settings, filled from a test environment: own data folder, no limits, no letters.

pytest names this module (pyproject.toml) instead of ruamsuk.config.settings because the environment must stand
before the settings are read. `DATABASE_URL` chooses the database, as in the product; empty is SQLite.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if not WORKER:
    folder = tempfile.mkdtemp(prefix="ruamsuk-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["RUAMSUK_TEST_FOLDER"] = folder  # the workers of pytest-xdist inherit it

os.environ.update(
    RUAMSUK_MODE="test",
    RUAMSUK_SECRET_KEY="only-for-tests",
    RUAMSUK_DATA_DIR=str(Path(os.environ["RUAMSUK_TEST_FOLDER"], WORKER or "main")),
    RUAMSUK_RATE_LIMITS="false",
    RUAMSUK_LOG_LEVEL="ERROR",
    RUAMSUK_BASE_URL="http://testserver",
    RUAMSUK_EMAIL_URL="console:",
    RUAMSUK_DEBUG="false",
    RUAMSUK_HTTPS="false",
    DATABASE_URL=os.environ.get("DATABASE_URL", ""),  # an .env of this checkout does not steer the tests
)

from ruamsuk.config.settings import *  # noqa: E402, F403
from ruamsuk.config.settings import DATA_DIR, DATABASES, STATIC_ROOT  # noqa: E402

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns when it is not there
# Each client of a test begins the middleware anew; a list of all static files beforehand would take 8 ms each time.
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
# The tables come of the models, in two seconds: of a hundred migrations they would come in half a minute, for each
# worker. conftest.py adds what the models do not say; tests/migrations holds that both ways lead to the same.
DATABASES["default"].setdefault("TEST", {})["MIGRATE"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in the product: threads of the live server get connections of their own.
    DATABASES["default"]["TEST"]["NAME"] = DATA_DIR / "test.sqlite3"
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
