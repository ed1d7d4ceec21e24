from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.committees.models import Member, Position
from ruamsuk.committees.queries import holders_in
from ruamsuk.core.calendar import today
from ruamsuk.core.forms import DayField, StandingForm, TextField, offer


class SeriesForm(forms.Form):
    term_starts_on = DayField(label=_("First day of the term"), help_text=_("For example 1/10/2569"))
    term_ends_on = DayField(
        label=_("Last day of the term"), help_text=_("The term of a committee is 4 years."), required=False
    )


class MemberForm(forms.Form):
    position = forms.ModelChoiceField(
        label=_("Position on the committee"), queryset=Position.objects.none(), empty_label=_("choose")
    )
    title = TextField(
        label=_("Title before the name"),
        help_text=_("For example นาย, นาง, นางสาว"),
        max_length=30,
        required=False,
    )
    name = TextField(label=_("First name and family name"), max_length=150)
    organization = TextField(
        label=_("Where the person comes from"), help_text=_("Office, village or group."), max_length=200,
        required=False,
    )  # fmt: skip
    starts_on = DayField(label=_("On the committee since"), initial=today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, position=Position.objects.in_use())


class AccountForm(StandingForm):
    """The account with which a member signs in: of those who hold a post in the fund, so that nobody is looked up."""

    account = forms.ModelChoiceField(
        label=_("Account of this member"),
        help_text=_(
            "People who hold a role in this fund. Missing? Invite the person to the committee first."
        ),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("no account"),
        to_field_name="uid",
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, account=holders_in(member.committee.fund))


class EndMemberForm(forms.Form):
    ends_on = DayField(label=_("Last day on the committee"), initial=today)
    reason = TextField(
        label=_("Why the person left"), help_text=_("For example moved to another office."), max_length=300
    )
