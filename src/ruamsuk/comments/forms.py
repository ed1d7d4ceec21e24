from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import TextField


class CommentForm(forms.Form):
    text = TextField(label=_("Your comment"), max_length=4000, widget=forms.Textarea({"rows": 3}))
    about = TextField(required=False, max_length=60, widget=forms.HiddenInput)
