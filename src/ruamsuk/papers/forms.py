from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import StandingForm, TextField, show_problem
from ruamsuk.core.problems import Problem
from ruamsuk.papers import layouts
from ruamsuk.papers.documents.base import Document

MOST = 20_000  # letters


class LayoutForm(StandingForm):
    text = TextField(
        label=_("Text of the paper"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_(
            "“# ” begins a heading, “## ” the heading of a part, “---” a new page. Places stand in braces."
        ),
    )

    def __init__(self, *args, document: Document, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._document = document

    def clean(self) -> None:
        text = self.cleaned_data.get("text")
        if text:
            try:
                layouts.check(text, self._document.words().keys(), self._document.parts.keys())
            except Problem as problem:
                show_problem(self, problem)
