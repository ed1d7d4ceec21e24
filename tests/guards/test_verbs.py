"""What each role may do, and that what it says of itself is true."""

import re

import pytest
from django.utils import translation

from ruamsuk.accounts.choices import ROLES, Role

# Role → each part of its sentence with the verbs that make it true, and at last what it may do besides. Who gives a
# role another verb, or another sentence, reads both here beside one another.
SAYS: dict[str, list[tuple[str, str]]] = {
    "administrator": [
        ("Keeps the system running", "operate"),
        ("its areas", "edit-areas"),
        ("catalogues", "edit-catalogue"),
        ("accounts", "invite"),
        ("", "read read-draft edit-fund edit-committee hand-over export import read-trail"),
    ],
    "central": [
        ("Answers for the whole network", "read read-draft edit-catalogue edit-areas import"),
        ("funds", "edit-fund edit-committee"),
        ("plans", "write-plan"),
        ("projects", "run-project set-money confirm-report return-proposal"),
        ("figures of every zone", "export"),
        ("", "see-applicants comment invite hand-over"),
    ],
    "coordinator": [
        ("Keeps the work of a zone, province or district together", "comment edit-fund invite hand-over"),
        ("sees where it is stuck", "read read-draft export"),
    ],
    "mentor": [
        ("Helps the funds of an area to plan and write", "read read-draft see-applicants return-proposal"),
        ("comments", "comment"),
        ("checks reports", "check-report"),
        ("", "export"),
    ],
    "fund-officer": [
        ("Keeps a fund", "read read-draft see-bank edit-fund edit-committee invite hand-over export"),
        ("its plan", "write-plan"),
        ("proposals", "see-applicants write-proposal submit-proposal comment return-proposal"),
        ("decisions", "decide"),
        ("projects", "run-project set-money"),
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
        ("carries projects out", "hand-over"),
        ("reports", "write-report"),
        ("", "read read-draft see-applicants"),
    ],
    "project-manager": [
        ("Manages a programme or project", "run-project set-money write-report invite hand-over export"),
        ("checks the reports below it", "confirm-report"),
        ("", "read read-draft see-applicants comment"),
    ],
    "funder-officer": [
        (
            "Follows the projects that an organisation gives money to",
            "read read-draft comment set-money export",
        ),
        ("accepts their reports", "accept-report"),
        ("", "see-applicants hand-over"),
    ],
    "executive": [("Reads one page: where it stands and where it is stuck", "read export")],
    "auditor": [
        ("Reads everything that was decided", "read read-draft see-bank export"),
        ("who did what", "read-trail"),
    ],
}
BETWEEN = re.compile(r"[\s,:.]|\band\b")


def test_every_role_is_read_here():
    assert list(SAYS) == Role.values


@pytest.mark.parametrize("role", Role.values)
def test_a_role_may_exactly_what_its_sentence_says_and_what_is_named_besides(role):
    held = [verb for _said, verbs in SAYS[role] for verb in verbs.split()]
    assert sorted(held) == sorted(ROLES[role].verbs)


@pytest.mark.parametrize("role", Role.values)
def test_each_part_of_a_sentence_is_made_true_by_a_verb(role):
    with translation.override("en"):
        rest = str(ROLES[role].sentence)
    for said, verbs in SAYS[role]:
        assert verbs
        assert said in rest
        rest = rest.replace(said, "", 1)
    assert not BETWEEN.sub("", rest)
