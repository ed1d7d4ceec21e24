from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import TextField


class SetAsideForm(forms.Form):
    note = TextField(
        label=_("Why is it not needed any more?"),
        max_length=300,
        help_text=_("For example: the report was deleted, the photo was sent again."),
    )
