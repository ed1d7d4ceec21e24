"""What the gallery at /ui/ shows: one example of every component and field, in each state."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruamsuk.core.calendar import today
from ruamsuk.core.forms import BahtField, DayField, NumberField, TextField, WholeField
from ruamsuk.core.icons import ICONS
from ruamsuk.core.todo import Todo
from ruamsuk.core.undo import TAG as UNDO

CHOICES = [("1", gettext_lazy("Exercise")), ("2", gettext_lazy("Food")), ("3", gettext_lazy("Waste"))]


WAYS = [("group", gettext_lazy("A community group")), ("agency", gettext_lazy("An agency"))]


class SampleForm(forms.Form):
    title = TextField(
        label=gettext_lazy("Name of the project"),
        help_text=gettext_lazy("What is done, with whom, and where."),
    )
    starts_on = DayField(label=gettext_lazy("First day"), help_text=gettext_lazy("Type it like 15/11/2569."))
    people = WholeField(label=gettext_lazy("How many people take part"))
    share = NumberField(label=gettext_lazy("Share that exercises (%)"), required=False)
    budget = BahtField(label=gettext_lazy("Budget (baht)"))
    reason = TextField(label=gettext_lazy("Why it is needed"), widget=forms.Textarea(attrs={"rows": 4}))
    issue = forms.ChoiceField(label=gettext_lazy("Main issue"), choices=[("", "—"), *CHOICES])
    way = forms.ChoiceField(label=gettext_lazy("Who proposes"), choices=WAYS, widget=forms.RadioSelect)
    issues = forms.MultipleChoiceField(
        label=gettext_lazy("Further issues"),
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    paper = forms.FileField(label=gettext_lazy("Signed letter"), required=False)
    agrees = forms.BooleanField(label=gettext_lazy("The working group has read this"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].example = _(  # type: ignore[attr-defined]  # core/field.html shows it
            "Of 480 people over 60, 212 fell at home last year (survey, May 2569)."
        )


class SamplePage:
    """A page in the middle of a list, without a list."""

    after, before = "after", "before"
    next, previous = "next", "previous"


def samples(request: HttpRequest) -> dict[str, object]:
    wrong = {
        "title": "",
        "starts_on": "31/2/2569",
        "people": "๑๒๐",
        "share": "x",
        "budget": "-5",
        "issue": "9",
    }
    day = today()
    return {
        "rows": [
            {"place": _("Nong Chik"), "funds": 13, "projects": 113, "budget": 289_900_000, "late": True},
            {"place": _("Yaring"), "funds": 9, "projects": 30, "budget": 81_200_000, "late": False},
            {"place": _("Mueang Pattani"), "funds": 10, "projects": 25, "budget": 50_750_000, "late": True},
        ],
        "page": SamplePage(),
        "day": day,
        "moment": timezone.now(),
        "todos": [
            Todo(
                "pencil",
                _("Proposal “Waste sorting at home, village 4”"),
                _("Missing: indicator of objective 2"),
                "#",
                _("Go on writing"),
                percent=78,
            ),
            Todo(
                "clock",
                _("Report of “Ten thousand steps a day”"),
                "",
                "#",
                _("Write the report"),
                due_on=day + timedelta(days=9),
            ),
            Todo(
                "clock",
                _("Report of “Safe roads”"),
                "",
                "#",
                _("Write the report"),
                due_on=day - timedelta(days=3),
                urgent=True,
            ),
            Todo(
                "message",
                _("Your mentor asks for a change in the tobacco plan"),
                _("“Where does the share of smokers come from?”"),
                "#",
                _("Read and answer"),
            ),
        ],
        "wrong": SampleForm({f"wrong-{name}": typed for name, typed in wrong.items()}, prefix="wrong"),
        "right": SampleForm(prefix="right", initial={"starts_on": day, "budget": 1_250_000, "people": 120}),
        "done": Message(SUCCESS, _("The activity is removed."), UNDO + "#"),
        "icons": ICONS,
    }
