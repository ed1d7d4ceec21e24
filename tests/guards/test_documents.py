"""What the documents name is there: commands, pictures, other documents, and the demo's accounts."""

import os
import re
import tomllib
from pathlib import Path

import pytest

from tests.guards.house import ROOT, SRC

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *SRC.glob("*/README.md")]
LINK = re.compile(r"""\]\(([^)\s]+)\)|\ssrc="([^"]+)\"""")
MOST_BYTES = 120_000
PICTURES = sorted((ROOT / "docs/images").glob("*.png"))


def links(document: Path) -> list[str]:
    found = ("".join(pair) for pair in LINK.findall(document.read_text()))
    return [link for link in found if not re.match(r"https?:|mailto:|#", link)]


@pytest.mark.parametrize("document", [pytest.param(d, id=str(d.relative_to(ROOT))) for d in DOCUMENTS])
def test_links_and_pictures_of_a_document_exist(document):
    missing = [link for link in links(document) if not (document.parent / link.split("#")[0]).exists()]
    assert not missing


def test_the_readme_begins_with_two_commands_that_exist():
    before_anything_else = (ROOT / "README.md").read_text().split("##")[0]
    commands = re.findall(r"^ {4}(\S+)", before_anything_else, re.MULTILINE)
    assert commands == ["bin/serve", "bin/test"]
    assert all(os.access(ROOT / command, os.X_OK) for command in commands)


def test_the_readme_names_accounts_and_the_password_of_the_demo():
    people = tomllib.loads((SRC / "demo/data/people.toml").read_text())
    readme = (ROOT / "README.md").read_text()
    named = set(re.findall(r"^\|[^|]+\| `([\w-]+)` \|", readme, re.MULTILINE))
    assert named
    assert named <= {person["username"] for person in people["person"]}
    assert f"`{people['password']}`" in readme


@pytest.mark.parametrize("picture", [pytest.param(p, id=p.name) for p in PICTURES])
def test_a_picture_is_small_and_used(picture):
    assert picture.stat().st_size <= MOST_BYTES
    assert any(link.endswith(f"images/{picture.name}") for d in DOCUMENTS for link in links(d))
