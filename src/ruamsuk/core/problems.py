"""Problems: what can be wrong, in words that say what to do.

Every refusal in the system is a Problem: a stable code, an HTTP status, a title and a remedy (both translated).
Pages show it (the same page with 422, or the problem page), the API answers it as application/problem+json, and
`ruamsuk problems` lists them all. An app declares its own in `<app>/problems.py`; they register by being defined.
"""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CATALOGUE: dict[str, type["Problem"]] = {}

Text = str | Promise


class Problem(Exception):
    """Base of all refusals. Parameters given at raise fill `{name}` in title and remedy."""

    code: ClassVar[str]
    status: ClassVar[int] = 409
    title: ClassVar[Text]
    remedy: ClassVar[Text]

    def __init_subclass__(cls) -> None:
        if cls.code in CATALOGUE:
            raise TypeError(f"two problems share the code {cls.code}")
        CATALOGUE[cls.code] = cls

    def __init__(self, *, field: str | None = None, **params: Any) -> None:
        super().__init__(self.code)
        self.field = field  # the form field beside which the message stands
        self.params = params

    def __str__(self) -> str:
        return f"{self.title_text} {self.remedy_text}"

    @property
    def title_text(self) -> str:
        return str(self.title).format(**self.params)

    @property
    def remedy_text(self) -> str:
        return str(self.remedy).format(**self.params)


class NotAllowed(Problem):
    code = "not-allowed"
    status = 403
    title = _("You may see this, but you may not do this.")
    remedy = _("Those who may: {who}. Ask one of them, or ask the administrator for the role.")


class WrongState(Problem):
    code = "wrong-state"
    title = _("This is {state} now, so that step is no longer possible.")
    remedy = _("Open the page again to see what can be done next.")


class ChangedMeanwhile(Problem):
    code = "changed-meanwhile"
    title = _("Someone else changed this while you were writing.")
    remedy = _("Both texts are shown. Choose what should stand and save again.")


class SameFormOtherContent(Problem):
    code = "same-form-other-content"
    title = _("This form was already sent with other content.")
    remedy = _("What was sent first is kept. Open the page again and change it there.")


class TooManyRequests(Problem):
    code = "too-many-requests"
    status = 429
    title = _("Too many tries in a short time.")
    remedy = _("Wait {minutes} minutes and try again. Nothing that you saved is lost.")


class BadInput(Problem):
    code = "bad-input"
    status = 422
    title = _("Something in what was sent cannot be read.")
    remedy = _("{detail}")
