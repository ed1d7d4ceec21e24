from django import forms
from django.utils.translation import gettext_lazy as _


class CommentForm(forms.Form):
    text = forms.CharField(label=_("Your comment"), max_length=4000, widget=forms.Textarea({"rows": 3}))
    about = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
