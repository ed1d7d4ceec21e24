"""Tests of gates ask for every verb that the gate may be asked for, and not for all verbs of the house."""

from ruamsuk.accounts.verbs import READ
from ruamsuk.funds.access import bank_account_for, network_for
from ruamsuk.funds.verbs import SEE_BANK
from ruamsuk.projects.reports.access import report_for
from ruamsuk.projects.reports.choices import LADDER
from ruamsuk.projects.verbs import WRITE_REPORT
from tests.gates import verbs_asked_of


def test_a_verb_that_is_named_beside_the_gate_is_asked():
    assert {READ, WRITE_REPORT} <= set(verbs_asked_of([report_for]))
    assert SEE_BANK in verbs_asked_of([bank_account_for])


def test_a_verb_that_a_table_of_the_app_names_is_asked():
    assert {rung.can for rung in LADDER} <= set(verbs_asked_of([report_for]))


def test_a_verb_of_an_app_above_that_no_file_names_beside_it_is_not():
    assert WRITE_REPORT not in verbs_asked_of([network_for])
    assert WRITE_REPORT in verbs_asked_of([network_for, report_for])
