"""Who sees personal data after a change: one answer for all posts, and those that differ."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from ruamsuk.areas.sight import Sight


class SightForm(forms.Form):
    sight = forms.ChoiceField(
        label=gettext_lazy("Who sees the personal data from now on?"),
        choices=[
            ("stays", gettext_lazy("Whoever saw it before: nobody comes to see more")),
            ("follows", gettext_lazy("Whoever works there by the new borders")),
        ],
        initial="stays",
        widget=forms.RadioSelect,
    )


def chosen_sight(sent: Any) -> Sight:
    """Anything but the clear word means that nobody comes to see more."""
    return Sight(follows=sent.get("sight") == "follows", differing=frozenset(sent.getlist("differing")))
