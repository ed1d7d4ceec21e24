"""The form of a grade: for each criterion a level and why, and the advice as a whole."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import StandingForm, TextField
from ruamsuk.grades.actions.grading import Answers
from ruamsuk.grades.models import Grade
from ruamsuk.grades.queries.results import level_field, lines_of, reason_field
from ruamsuk.instruments.models import Criterion, Level


class LevelChoice(forms.ModelChoiceField):
    """Asked for when the grade is given; a draft may lack it."""

    example = ""

    def clean(self, value: Any) -> Any:
        return None if value in self.empty_values else super().clean(value)

    def label_from_instance(self, obj: Level) -> str:
        return f"{obj}: {obj.text}"


class GradeForm(StandingForm):
    """Saved as it stands; what is missing is said when the grade is given."""

    def __init__(self, *args: Any, grade: Grade, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria: list[Criterion] = []
        for line in lines_of(grade):
            criterion = line.criterion
            self.criteria.append(criterion)
            level = LevelChoice(
                label=_("Level"),
                queryset=Level.objects.filter(criterion=criterion).order_by("-number"),
                to_field_name="uid",
                widget=forms.RadioSelect,
                empty_label=None,
            )
            examples = [f"{one.name}: {one.example}" for one in criterion.levels.all() if one.example]
            level.example = " · ".join(reversed(examples))
            self.fields[level_field(criterion)] = level
            self.fields[reason_field(criterion)] = TextField(
                label=_("Why"),
                help_text=_("Asked for with a low level; the fund reads it."),
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.initial[level_field(criterion)] = line.level
            self.initial[reason_field(criterion)] = line.reason
        self.fields["advice"] = TextField(
            label=_("What to improve first"),
            help_text=_("In your own words, for those who write the document."),
            max_length=4000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        self.initial["advice"] = grade.advice

    @property
    def parts(self) -> list[tuple[Criterion, forms.BoundField, forms.BoundField]]:
        return [(one, self[level_field(one)], self[reason_field(one)]) for one in self.criteria]

    def answers(self) -> Answers:
        """As actions.save_grade takes them."""
        return {
            one: (
                cast(Level | None, self.cleaned_data[level_field(one)]),
                self.cleaned_data[reason_field(one)],
            )
            for one in self.criteria
        }
