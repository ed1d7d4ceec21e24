"""Declining a step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import TextField


class DeclineForm(forms.Form):
    reason = TextField(
        label=_("Why it should not take effect"),
        help_text=_("Read by the person who entered it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args: Any, is_own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_own:  # who takes the own entry back writes for the trail, not to somebody
            self.fields["reason"].label = _("Why you take it back")
            self.fields["reason"].help_text = _("Kept on the record.")
