"""The faults of tests/mutations still name something that stands: each text once."""

import pytest

from tests.guards.house import SRC
from tests.mutations.faults import FAULTS


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_made_in_one_place(name):
    fault = FAULTS[name]
    assert (SRC / fault.file).read_text().count(fault.stands) == 1
    assert fault.written != fault.stands


def test_there_are_faults_of_a_dozen_kinds():
    assert len({fault.kind for fault in FAULTS.values()}) >= 12
