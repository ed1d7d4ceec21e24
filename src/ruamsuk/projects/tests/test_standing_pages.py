"""Pages that change what stands, drawn on two screens: the older one is refused once, with both texts in sight."""

import pytest
from django.test import Client
from django.urls import reverse

from ruamsuk.core.calendar import today
from ruamsuk.issues.models import SupportType
from ruamsuk.projects.projects.actions.projects import set_people
from ruamsuk.projects.tests.test_screens import _project as project_of

EDITS = {  # noun: its page, two of its fields
    "fund": ("funds:edit", "phone", "address"),
    "project": ("projects:project-edit", "title", "rationale"),
}


class Screen:
    def __init__(self, who, address):
        self.client, self.address = Client(), address
        self.client.force_login(who)
        self.read(self.client.get(address))

    def read(self, page):
        form = page.context["form"]
        self.typed = {"drawn": form.drawn}
        for field in form:
            value = field.value()
            if isinstance(value, tuple):
                self.typed |= {field.html_name: value[0], f"{field.html_name}_area": value[1]}
            elif value is not None and value is not False:
                self.typed[field.html_name] = value if isinstance(value, list) else str(value)

    def save(self, **typed):
        return self.client.post(self.address, self.typed | typed)


@pytest.fixture(params=EDITS)
def noun(request, kho_hong):
    page, first, second = EDITS[request.param]
    found = kho_hong.fund if request.param == "fund" else project_of(kho_hong)
    if request.param == "project":
        found.design.issues.add(kho_hong.issue)
        found.design.support_type = SupportType.objects.first()
        found.design.starts_on = found.design.ends_on = today()
        found.design.save()
    return found, reverse(page, args=[found.uid]), first, second


def value_of(found, name):
    fresh = type(found).objects.get(pk=found.pk)
    return getattr(fresh.design if name == "rationale" else fresh, name)


def test_the_older_screen_is_refused_once_and_then_chooses(noun, kho_hong):
    found, address, field, other = noun
    newer, older = Screen(kho_hong.officer, address), Screen(kho_hong.officer, address)
    saved = newer.save(**{field: "074-000-001"})
    assert saved.status_code == 302, saved.context["form"].errors
    refused = older.save(**{field: "074-000-002", other: "ที่เดิม"})
    assert refused.status_code == 422
    assert "074-000-001" in refused.text
    assert "074-000-002" in refused.text
    assert value_of(found, field) == "074-000-001"
    older.read(refused)
    assert older.save().status_code == 302
    assert (value_of(found, field), value_of(found, other)) == ("074-000-002", "ที่เดิม")


def test_what_nobody_touched_on_the_older_screen_stays_as_it_stands(noun, kho_hong):
    found, address, field, other = noun
    newer, older = Screen(kho_hong.officer, address), Screen(kho_hong.officer, address)
    newer.save(**{field: "074-000-001"})
    assert older.save(**{other: "ที่อื่น"}).status_code == 302
    assert (value_of(found, field), value_of(found, other)) == ("074-000-001", "ที่อื่น")


def test_a_list_of_lines_that_was_changed_on_another_screen_is_refused_once(kho_hong):
    project = project_of(kho_hong)
    client, address = Client(), reverse("projects:project-people", args=[project.uid])
    client.force_login(kho_hong.officer)
    older = client.get(address).context["formset"]
    typed = {"person-TOTAL_FORMS": "1", "person-INITIAL_FORMS": "0", "person-0-name": "ชื่อสมมติหนึ่ง"}
    set_people(project=project, people=[{"name": "ชื่อสมมติสอง", "duty": "", "phone": ""}], by=kho_hong.officer)
    refused = client.post(address, typed | {"drawn": older.drawn})
    assert refused.status_code == 422
    assert "ชื่อสมมติสอง" in refused.text
    assert project.people.get().name == "ชื่อสมมติสอง"
    again = client.post(address, typed | {"drawn": refused.context["formset"].drawn})
    assert again.status_code == 302
    assert project.people.get().name == "ชื่อสมมติหนึ่ง"
