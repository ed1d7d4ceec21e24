"""A field is one line of its specification: whatever stands there is written, read, frozen, copied and answered."""

import pytest
from django.urls import reverse

from ruamsuk.drafts.queries.snapshots import snapshot
from ruamsuk.projects.designs.actions import copy_design
from ruamsuk.projects.proposals.forms.draft import read_changes
from ruamsuk.projects.proposals.specs import PROPOSAL, D
from ruamsuk.projects.reports.specs import REPORT
from tests.api_caller import Caller, answered


@pytest.mark.parametrize("field", D.texts, ids=lambda field: field.name)
def test_every_text_of_a_design_is_known_everywhere(client, kho_hong, started, write, field):
    path, words = f"d.{field.name}", f"ข้อความของช่อง {field.name}"
    client.force_login(kho_hong.officer)
    steps = {section.step for section in PROPOSAL.sections}
    pages = [reverse("projects:proposal-write", args=[started.uid, step]) for step in steps]
    assert sum(f'name="{path}"' in client.get(page).text for page in pages) == 1
    assert write(started, {path: words}).errors == {}
    assert words in client.get(reverse("projects:proposal", args=[started.uid])).text
    told = answered(Caller(kho_hong.officer).get(f"/proposals/{started.uid}"))
    assert told["design"][field.name] == words
    started.refresh_from_db()
    assert snapshot(PROPOSAL, started)[field.name] == words
    assert getattr(copy_design(started.design), field.name) == words


@pytest.mark.parametrize("spec", [PROPOSAL, REPORT], ids=["proposal", "report"])
def test_every_field_has_a_column_and_a_section(spec):
    keys = {section.key for section in spec.sections}
    for part in spec.parts:
        for field in part.fields:
            assert (field.section or part.section) in keys, (part.kind, field.name)
            if hasattr(part, "model"):
                assert hasattr(part.model, field.name), (part.kind, field.name)
    assert not read_changes({"d.nothing": "?", "x.title": "?"})
