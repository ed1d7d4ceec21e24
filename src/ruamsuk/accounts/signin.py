"""The sign-in form: an e-mail, a user name or a phone number in any spelling."""

from allauth.account.forms import LoginForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.names import sign_in_name


class SignInForm(LoginForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail, user name or phone number")
        self.fields["login"].widget.attrs = {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay signed in on this device")

    def clean_login(self) -> str:
        return sign_in_name(self.cleaned_data["login"])


def lockout_name(request: HttpRequest | None, credentials: dict[str, str] | None) -> str:
    """The name whose wrong tries django-axes counts: one spelling, whatever field it came in."""
    given = credentials or {}
    typed = given.get("username") or given.get("email")
    if not typed and request is not None:
        typed = request.POST.get("login", "")
    return sign_in_name(typed or "")
