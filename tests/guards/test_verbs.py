"""Verbs are declared where they belong and asked for by a gate; what a role says of itself is true."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from django.utils import translation

from ruamsuk.accounts.choices import ROLES, Role, role_choices
from ruamsuk.accounts.models import Post
from ruamsuk.accounts.verbs import DECLARED, all_verbs, verbs_of
from tests.guards.allowed import HELD_BY_NOBODY, UNASKED_VERBS
from tests.guards.house import SRC, sources

VERBS = [pytest.param(verb, id=str(verb)) for verb in all_verbs()]


def name_of(verb: str) -> str:
    return verb.upper().replace("-", "_")


@cache
def trees() -> dict[str, ast.Module]:
    return {str(path.relative_to(SRC)): ast.parse(path.read_text()) for path in sources()}


def declarations() -> Iterator[tuple[str, str]]:
    """File and name of every constant that is made a verb."""
    for place, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Verb":
                owners = [one for one in tree.body if isinstance(one, ast.Assign) and one.value is node]
                yield place, ast.unparse(owners[0].targets[0]) if owners else f"line {node.lineno}"


def test_verbs_are_the_constants_of_verbs_py_each_named_as_its_code():
    found = list(declarations())
    assert {place.split("/", 1)[1] for place, _name in found} == {"verbs.py"}
    assert sorted(name for _place, name in found) == sorted(name_of(verb) for verb in DECLARED)


@cache
def askers() -> set[str]:
    """Names of everything that is told a verb as `can`: gates, reaches, entries of the menu, steps of the ladder."""
    found = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                told = {one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
            elif isinstance(node, ast.ClassDef):
                told = {ast.unparse(one.target) for one in node.body if isinstance(one, ast.AnnAssign)}
            else:
                continue
            found |= {node.name} if "can" in told else set()
    return found


def asked_in(tree: ast.Module, asking: set[str]) -> set[str]:
    return {
        told.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)) in asking
        for told in (*node.args, *(keyword.value for keyword in node.keywords))
        if isinstance(told, ast.Name)
    }


@cache
def asked() -> set[str]:
    return set().union(*(asked_in(tree, askers()) for tree in trees().values()))


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_asked_for(verb):
    assert (name_of(verb) in asked()) != (verb in UNASKED_VERBS), (
        "a verb that no gate asks for is dead: take it off, or say why it stands in tests/guards/allowed.py"
    )


def test_a_verb_that_is_only_named_would_be_found():
    gated = ast.parse("def fund_for(user, uid, can): ...\nfund_for(user, uid, DECIDE)\nMAY = (COMMENT,)")
    assert asked_in(gated, {"fund_for"}) >= {"DECIDE"}
    assert "COMMENT" not in asked_in(gated, {"fund_for"})


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_held_by_a_role(verb):
    assert bool(verb.roles) != (verb in HELD_BY_NOBODY)


def test_each_verb_has_a_place_of_its_own_on_the_page_of_roles():
    assert len({verb.order for verb in DECLARED.values()}) == len(DECLARED)
    assert all(str(verb.words) for verb in DECLARED.values())


def test_every_verb_in_the_lists_of_exceptions_exists():
    assert {*UNASKED_VERBS, *HELD_BY_NOBODY} <= set(DECLARED)


# Role → each part of its sentence with the verbs that make it true, and at last what it may do besides. Who gives a
# role another verb, or another sentence, reads both here beside one another.
SAYS: dict[str, list[tuple[str, str]]] = {
    "administrator": [
        ("Keeps the system running", "operate"),
        ("its areas", "edit-areas"),
        ("catalogues", "edit-catalogue"),
        ("accounts", "invite"),
        (
            "",
            "read read-draft edit-fund enter-figures edit-committee hand-over export import set-up read-trail "
            "freeze-figures",
        ),
        ("", "keep-area-sets share-area-sets confirm-measure exchange edit-layouts"),
    ],
    "central": [
        ("Answers for the whole network", "read read-draft edit-catalogue edit-areas import"),
        ("funds", "edit-fund edit-committee set-up"),
        ("plans", "write-plan check-plan"),
        ("projects", "run-project write-variation set-money confirm-report return-proposal"),
        ("figures of every zone", "export enter-figures freeze-figures keep-area-sets share-area-sets"),
        ("", "see-applicants comment compare-grades invite hand-over exchange"),
    ],
    "coordinator": [
        (
            "Keeps the work of a zone, province or district together",
            "comment edit-fund enter-figures set-up check-plan compare-grades invite hand-over exchange",
        ),
        ("sees where it is stuck", "read read-draft export freeze-figures keep-area-sets share-area-sets"),
    ],
    "mentor": [
        (
            "Helps the funds of an area to plan and write",
            "read read-draft see-applicants return-proposal check-plan grade",
        ),
        ("comments", "comment"),
        ("checks reports", "check-report"),
        ("", "export keep-area-sets"),
    ],
    "fund-officer": [
        ("Keeps a fund", "read read-draft see-bank edit-fund edit-committee invite hand-over export"),
        ("", "keep-area-sets exchange"),
        ("its plan", "write-plan"),
        (
            "proposals",
            "see-applicants write-proposal submit-proposal comment return-proposal answer-application",
        ),
        ("decisions", "decide"),
        ("projects", "run-project write-variation set-money"),
        ("reports", "write-report accept-report"),
    ],
    "data-entry": [
        ("Types plans", "write-plan"),
        ("proposals", "write-proposal"),
        ("reports of a fund or a project", "write-report"),
        ("", "read read-draft"),
    ],
    "committee-member": [
        ("Reads", "read read-draft see-applicants"),
        ("comments proposals of a fund before they are decided", "comment"),
    ],
    "project-owner": [
        ("Writes the proposals of an organisation", "write-proposal submit-proposal comment"),
        ("carries projects out", "write-variation hand-over"),
        ("reports", "write-report"),
        ("", "read read-draft see-applicants"),
    ],
    "project-manager": [
        (
            "Manages a programme or project",
            "run-project write-variation set-money write-report invite hand-over export keep-area-sets",
        ),
        ("checks the reports below it", "confirm-report"),
        ("", "read read-draft see-applicants comment"),
    ],
    "funder-officer": [
        (
            "Follows the projects that an organisation gives money to",
            "read read-draft comment set-money export keep-area-sets",
        ),
        ("accepts their reports", "accept-report"),
        ("", "see-applicants hand-over"),
    ],
    "executive": [("Reads one page: where it stands and where it is stuck", "read export keep-area-sets")],
    "auditor": [
        ("Reads everything that was decided", "read read-draft see-bank export keep-area-sets"),
        ("who did what", "read-trail"),
    ],
}
BETWEEN = re.compile(r"[\s,:.]|\band\b")


def test_every_role_is_read_here():
    assert list(SAYS) == Role.values


def test_a_new_role_needs_no_migration():
    *_, options = Post._meta.get_field("role").deconstruct()
    assert options["choices"] is role_choices


@pytest.mark.parametrize("role", Role.values)
def test_a_role_may_exactly_what_its_sentence_says_and_what_is_named_besides(role):
    held = [verb for _said, verbs in SAYS[role] for verb in verbs.split()]
    assert sorted(held) == sorted(verbs_of(role))


@pytest.mark.parametrize("role", Role.values)
def test_each_part_of_a_sentence_is_made_true_by_a_verb(role):
    with translation.override("en"):
        rest = str(ROLES[role].sentence)
    for said, verbs in SAYS[role]:
        assert verbs
        assert said in rest
        rest = rest.replace(said, "", 1)
    assert not BETWEEN.sub("", rest)
