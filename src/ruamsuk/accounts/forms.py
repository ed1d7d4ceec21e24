"""Forms of people, posts, invitations and one's own account."""

from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import givable_roles, grants_of
from ruamsuk.accounts.choices import Role, ScopeKind, TokenAccess
from ruamsuk.accounts.models import Scope, User
from ruamsuk.accounts.names import sign_in_name, username_validator
from ruamsuk.areas.forms import AreaField
from ruamsuk.core.calendar import today
from ruamsuk.core.forms import DayField, StandingForm, TextField, WholeField


class PeopleFilter(forms.Form):
    """The filters of the list of people; they stay in the address."""

    typed = TextField(label=_("Name or user name"), required=False, max_length=60)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("every role")), *Role.choices])
    area = AreaField(label=_("Area"), required=False, help_text="")
    closed = forms.BooleanField(label=_("Closed accounts only"), required=False)


class PostForm(forms.Form):
    """A role in a place for some time: the common part of inviting and of giving a post.

    With `scope` (opened from a fund, an organisation or a project) the place is fixed; otherwise an area is chosen.
    """

    role = forms.ChoiceField(
        label=_("Role"), help_text=_("What each role may do stands on the page “Roles”.")
    )
    area = AreaField(label=_("Area of work"))
    starts_on = DayField(label=_("From"), initial=today)
    ends_on = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The last day. Leave it empty when no end is known yet."),
    )

    def __init__(self, *args: Any, user: User, scope: Scope | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if scope is not None:
            del self.fields["area"]
            roles = givable_roles(user, scope)
        else:
            roles = [role for role in Role if role in _area_roles(user)]
        self.gives_roles = bool(roles)
        if len(roles) == 1:
            self.initial.setdefault("role", roles[0].value)
        cast(forms.ChoiceField, self.fields["role"]).choices = [
            ("", _("choose a role")),
            *((role.value, role.label) for role in roles),
        ]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day is before the first day."))
        return cleaned


def _area_roles(user: User) -> set[Role]:
    """The roles that the person may give in at least one area."""
    own = [g.post.scope for g in grants_of(user) if g.post.scope.kind == ScopeKind.AREA]
    return {role for scope in own for role in givable_roles(user, scope)}


class InvitationForm(PostForm):
    name = TextField(label=_("Name of the person"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_(
            "A letter with the link is sent there. Without one, send the link yourself, by LINE for example."
        ),
    )
    field_order = ["name", "email", "role", "area", "starts_on", "ends_on"]


class GiveRoleForm(PostForm):
    reason = TextField(label=_("Reason or order number"), required=False, max_length=300)


class EndRoleForm(forms.Form):
    when = forms.ChoiceField(
        label=_("When"),
        choices=[("day", _("on a last day")), ("now", _("at once"))],
        widget=forms.RadioSelect,
        initial="day",
    )
    ends_on = DayField(label=_("Last day"), required=False, initial=today)
    reason = TextField(label=_("Reason"), max_length=300)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("when") == "now":
            cleaned["ends_on"] = None
        elif not cleaned.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Type the last day."))
        return cleaned


class _NamesForm(StandingForm):
    """Name, user name and e-mail of an account."""

    name = TextField(label=_("Your name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    username = TextField(
        label=_("User name"),
        max_length=60,
        help_text=_("You sign in with it. Your phone number is a good choice."),
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("For a new password and for news. Leave it empty if you have none."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def clean_username(self) -> str:
        username = sign_in_name(self.cleaned_data["username"])
        username_validator(username)
        return username


class JoinForm(_NamesForm):
    """A new account from an invitation."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 8 characters, not digits alone, and nothing that others guess easily."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("Password again"), widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if not password:
            return cleaned
        if "password_again" in cleaned and cleaned["password_again"] != password:
            self.add_error("password_again", _("The two passwords are not the same."))
        names = {key: cleaned.get(key) or "" for key in ("name", "username", "email")}
        try:
            validate_password(password, User(**names))
        except ValidationError as error:
            self.add_error("password", error)
        return cleaned


class ProfileForm(_NamesForm):
    """One's own name, user name and e-mail. Language, colours and letters are chosen in the settings (web)."""


class ApiTokenForm(forms.Form):
    name = TextField(label=_("Name of the program"), max_length=80)
    access = forms.ChoiceField(
        label=_("What it may do"), choices=TokenAccess.choices, widget=forms.RadioSelect
    )
    expires_on = DayField(
        label=_("Works until"), help_text=_("A key is never valid for ever. A year is usual.")
    )


class HandoverForm(forms.Form):
    """Who receives a post, when, and how long both hold it."""

    to_user = forms.ModelChoiceField(
        label=_("Successor"), queryset=User.objects.none(), empty_label=_("choose a person")
    )
    on_day = DayField(label=_("First day of the successor"), initial=today)
    overlap_days = WholeField(
        label=_("Days that both hold the post"),
        initial=7,
        min_value=0,
        max_value=90,
        help_text=_("0: the predecessor's last day is the day before."),
    )
    note = TextField(
        label=_("What the successor should know"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 5}),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["to_user"]).queryset = people
