from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import TextField
from ruamsuk.older_pages.choices import Part
from ruamsuk.older_pages.models import MAX_LABEL
from ruamsuk.older_pages.queries.unknown import UnknownLabel


class LabelForm(forms.Form):
    text = TextField(
        label=_("Name of the field or column"),
        help_text=_("As the file writes it. Spaces, dots, brackets and case make no difference."),
        max_length=MAX_LABEL,
    )
    part = forms.ChoiceField(label=_("What it means"), choices=[("", _("choose")), *Part.choices])


class UnknownLabelsForm(forms.Form):
    """A choice for each name of a file that is not known; those left open stay as they are."""

    def __init__(self, *args: Any, unknown: list[UnknownLabel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unknown = unknown
        for no, one in enumerate(unknown):
            self.fields[f"part-{no}"] = forms.ChoiceField(
                label=one.text,
                help_text=one.example,
                choices=[("", _("leave it open")), *Part.choices],
                required=False,
                initial=one.likely,
            )

    def chosen(self) -> list[tuple[str, str]]:
        """Name and part of each that was said."""
        return [
            (one.text, part)
            for no, one in enumerate(self.unknown)
            if (part := self.cleaned_data[f"part-{no}"])
        ]
