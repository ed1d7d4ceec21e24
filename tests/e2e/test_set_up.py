"""A fresh machine: the tracked files alone, set up by the script that people run; and what it has stored."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import polib
import pytest

from ruamsuk.core.catalogues import sources
from tests.guards.house import ROOT, SRC

# Tables and columns whose English is their own: names of code, not words of the system.
OF_LIBRARIES = ("django_", "auth_", "axes_", "account_", "sqlite_")


@pytest.fixture
def fresh(tmp_path_factory) -> Path:
    """The data folder of a demo that was set up from a clone without compiled catalogues."""
    clone, data = tmp_path_factory.mktemp("clone"), tmp_path_factory.mktemp("data")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split(
        "\0"
    ):
        if name and (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, clone / name)
    vendor = "src/ruamsuk/core/static/vendor"
    shutil.copytree(ROOT / vendor, clone / vendor)  # what bin/serve would have fetched
    assert not list(clone.rglob("*.mo"))
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("RUAMSUK_", "DJANGO_", "DATABASE_URL"))
    }
    environment |= {
        "RUAMSUK_MODE": "demo",
        "RUAMSUK_SECRET_KEY": "only-for-tests",
        "RUAMSUK_DATA_DIR": str(data),
        "PYTHONPATH": str(clone / "src"),  # the libraries are ours, the program is the clone's
    }
    done = subprocess.run(
        [ROOT / ".venv/bin/python", "bin/_prepare.py"],
        cwd=clone,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert list(clone.rglob("*.mo")), "the clone's own program ran"
    (data / "said").write_text(done.stdout)
    return data


def texts(database: Path) -> Iterator[tuple[str, str]]:
    """(table.column, text) of every stored text with Latin words in it; JSON piece by piece."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        for table in tables:
            if table.startswith(OF_LIBRARIES):
                continue
            for _no, column, kind, *_rest in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
                if column.endswith("_en") or not kind.lower().startswith(("varchar", "text")):
                    continue
                for (value,) in connection.execute(f'SELECT DISTINCT "{column}" FROM "{table}"'):
                    for piece in pieces(value):
                        if re.search("[A-Za-z]{2,} [A-Za-z]{2,}", piece):
                            yield f"{table}.{column}", piece


def pieces(value: object) -> Iterator[str]:
    if isinstance(value, str) and value[:1] in '{["':
        try:
            value = json.loads(value)
        except ValueError:
            yield str(value)
            return
    if isinstance(value, dict):
        for language, one in value.items():
            if not (language == "en" and "th" in value):  # as of columns, the English of a pair is its own
                yield from pieces(one)
    elif isinstance(value, list):
        for one in value:
            yield from pieces(one)
    elif isinstance(value, str):
        yield value


def said_in_english() -> list[str]:
    """Every English text of every catalogue with two words or more; of those with holes, the parts between them."""
    found = set()
    for path in sources():
        for entry in polib.pofile(str(path)):
            for text in (entry.msgid, entry.msgid_plural):
                found |= {part.strip(" .,:“”") for part in re.split(r"%\(\w+\)[sd]|\{\w*\}", text)}
    return sorted(text for text in found if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", text))


def english(stored: Iterator[tuple[str, str]]) -> list[str]:
    known = said_in_english()
    return sorted(
        {f"{place}: {text!r} in {value[:80]!r}" for place, value in stored for text in known if text in value}
    )


def test_a_fresh_set_up_stores_no_english_and_tells_its_steps_as_they_begin_and_end(fresh):
    assert not english(texts(fresh / "ruamsuk.sqlite3"))
    said = (fresh / "said").read_text()
    for step in ("database", "static files", "geography", "catalogues", "demo network"):
        assert re.search(rf"^… .*{step}", said, re.M)
        assert re.search(rf"^✓ .*{step}", said, re.M)
    assert "\r" not in said
    assert not (SRC / "said").exists()


def test_english_in_a_stored_text_would_be_found():
    stored = [("a.b", "survey in the area · รพ.สต."), ("a.c", "แบบสำรวจ")]
    assert len(english(iter(stored))) == 1
    assert list(pieces('{"a": [{"b": "one two"}]}')) == ["one two"]
    assert list(pieces('{"a": {"th": "หนึ่ง", "en": "one two"}, "en": "three four"}')) == ["หนึ่ง", "three four"]
