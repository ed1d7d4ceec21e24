"""Settings, commands, problems and dependencies: what is there is listed, what is listed is there."""

import re
import tomllib

import pytest
from django.core.management import get_commands, load_command_class
from django.utils import translation

from ruamsuk.core.management.commands.envexample import example
from ruamsuk.core.management.commands.problems import whole_catalogue
from tests.guards.house import ROOT

COMMANDS = {name: app for name, app in get_commands().items() if app.startswith("ruamsuk.")}
PROBLEMS = whole_catalogue()


def test_every_setting_stands_in_the_example():
    assert (ROOT / ".env.example").read_text() == example(), "run: ruamsuk envexample"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_documented(name):
    assert f"`ruamsuk {name}" in (ROOT / "docs/howto/commands.md").read_text(), (
        "add it to docs/howto/commands.md"
    )
    assert load_command_class(COMMANDS[name], name).help, "a command says what it does (help)"


def test_every_documented_command_exists():
    named = set(re.findall(r"`ruamsuk ([\w-]+)", (ROOT / "docs/howto/commands.md").read_text()))
    assert named <= set(get_commands())


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_every_problem_says_in_both_languages_what_to_do(code):
    problem = PROBLEMS[code]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    assert 400 <= problem.status < 600
    for text in (problem.title, problem.remedy):
        with translation.override("en"):
            english = str(text)
        with translation.override("th"):
            thai = str(text)
        words = re.sub(r"\{\w+\}", "", english).strip()
        assert re.search("[A-Za-z{]", english)
        assert not words or re.search("[ก-๙]", thai), f"no Thai for: {english}"


def test_what_is_served_is_what_was_tested():
    """requirements.txt is part of requirements-dev.txt, and both hold everything that pyproject.toml asks for."""
    base, dev = (_pins(name) for name in ("requirements.txt", "requirements-dev.txt"))
    assert base.items() <= dev.items()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {re.split(r"[\[<>=;]", name)[0].lower() for name in project["dependencies"]}
    assert asked <= set(base)
    assert {
        re.split(r"[\[<>=;]", name)[0].lower() for name in project["optional-dependencies"]["dev"]
    } <= set(dev)


def _pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^ ;\\]+)", (ROOT / name).read_text(), re.MULTILINE))


def test_every_dependency_has_its_reason():
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)["project"]
    reasons = dict(re.findall(r'^    "([^"]+)",\s*(?:#\s*(.*))?$', text, re.MULTILINE))
    self_told = {"mypy", "pytest", "pytest-django"}
    dependencies = {*project["dependencies"], *project["optional-dependencies"]["dev"]} - self_told
    assert not [name for name in dependencies if not reasons[name]]
