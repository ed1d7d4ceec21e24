"""A field is one line of its specification: whatever stands there is written, read, frozen, copied and answered."""

import pytest
from django.urls import reverse

from ruamsuk.drafts.queries.snapshots import snapshot
from ruamsuk.projects.designs.actions import copy_design
from ruamsuk.projects.proposals.forms.draft import read_changes
from ruamsuk.projects.proposals.specs import PROPOSAL, D
from tests.api_caller import Caller, answered


@pytest.mark.parametrize("field", D.texts, ids=lambda field: field.name)
def test_every_text_of_a_design_is_known_everywhere(client, kho_hong, started, write, field):
    path, words = f"d.{field.name}", f"ข้อความของช่อง {field.name}"
    client.force_login(kho_hong.officer)
    steps = {section.step for section in PROPOSAL.sections}
    pages = [reverse("projects:proposal-write", args=[started.uid, step]) for step in steps]
    assert sum(f'name="{path}"' in client.get(page).text for page in pages) == 1
    assert write(started, {path: words}).errors == {}
    assert words in client.get(reverse("projects:proposal-sections", args=[started.uid])).text
    told = answered(Caller(kho_hong.officer).get(f"/proposals/{started.uid}"))
    assert told["design"][field.name] == words
    started.refresh_from_db()
    assert snapshot(PROPOSAL, started)[field.name] == words
    assert getattr(copy_design(started.design), field.name) == words


def test_what_no_specification_knows_is_passed_over():
    assert not read_changes({"d.nothing": "?", "x.title": "?"})
