"""What a group types on the public page, and what the officer types who answers."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import places_to_give_in
from ruamsuk.accounts.models import User
from ruamsuk.accounts.names import sign_in_name
from ruamsuk.applications.models import Application
from ruamsuk.areas.forms import NearAreaField
from ruamsuk.areas.models import Area
from ruamsuk.core.forms import BahtField, TextField, offer
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.organizations.models import Organization
from ruamsuk.plans.models import PlannedProject
from ruamsuk.projects.proposals.queries.tasks import undeveloped


class ApplyForm(forms.Form):
    """`more`: a field that people do not see. A program that fills in whatever it finds is told by it."""

    name = TextField(
        label=_("Your name, or the name of your group or organisation"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    phone = TextField(
        label=_("Phone"),
        required=False,
        max_length=40,
        help_text=_("Like 081 234 5678. Phone or e-mail, one of them is enough."),
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput({"autocomplete": "email"})
    )
    title = TextField(
        label=_("What you want to do"),
        max_length=200,
        help_text=_("In a few words, like “Exercise for elders of village 4”."),
    )
    text = TextField(
        label=_("Tell us a little more"),
        max_length=2000,
        help_text=_(
            "Why it is needed, for whom, how. A few sentences are enough; nothing about sick people by name."
        ),
        widget=forms.Textarea({"rows": 5}),
    )
    place = TextField(
        label=_("Where"), required=False, max_length=200, help_text=_("Village, hall or school.")
    )
    amount_satang = BahtField(
        label=_("About how many baht"), required=False, help_text=_("A first guess. It can change later.")
    )
    more = TextField(
        label=_("Leave this empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_phone(self) -> str:
        phone = sign_in_name(self.cleaned_data["phone"])
        if phone and not re.fullmatch(r"0[0-9]{8,9}", phone):
            raise forms.ValidationError(
                _("This is no phone number of nine or ten digits. Type it like 081 234 5678.")
            )
        return phone

    def clean_email(self) -> str:
        return sign_in_name(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not {"phone", "email"} & set(self.errors) and not (cleaned.get("phone") or cleaned.get("email")):
            self.add_error("phone", _("Type a phone number or an e-mail, so that the fund can answer."))
        if cleaned.pop("more", ""):
            raise forms.ValidationError(
                _("A field that has to stay empty was filled in. Send it again without.")
            )
        return cleaned


class AcceptForm(forms.Form):
    """For whom the group will write, and who is invited."""

    organization = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("a new one, with the name below"),
        help_text=_("Those of the fund's sub-districts. Is the group among them? Then choose it."),
    )
    name = TextField(
        label=_("Name of the new organisation or group"),
        max_length=200,
        required=False,
        help_text=_("Everybody can read it: never the name of a single person."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=OrganizationKind.choices, initial=OrganizationKind.COMMUNITY, required=False
    )
    home_area = NearAreaField(
        label=_("Sub-district of the new organisation"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=None,
    )
    planned_project = forms.ModelChoiceField(
        label=_("Project of the plan that the group is going to do"),
        queryset=PlannedProject.objects.none(),
        required=False,
        empty_label=_("none of the plan"),
        help_text=_("The draft then has the problem, the objectives and the measures of the plan, too."),
    )
    person = TextField(
        label=_("Name of the person who will write"),
        max_length=150,
        help_text=_("A person, who gets an account of their own."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("A letter with the link is sent there. Without one, print the link and hand it over."),
    )

    def __init__(self, *args: Any, user: User, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = application.fund.scope.serves.all()
        rows = Organization.objects.open().filter(
            home_area__in=served, scope__in=places_to_give_in(user).values("pk")
        )
        areas = Area.objects.filter(pk__in=served).select_related("parent__parent").order_by("sort_key")
        planned = (
            undeveloped().filter(plan__fund=application.fund).order_by("plan__fiscal_year", "plan", "no")
        )
        offer(self, organization=rows.order_by("sort_key", "pk"), home_area=areas, planned_project=planned)
        if not planned.exists() and not self.data.get("planned_project"):
            del self.fields["planned_project"]  # nothing to choose
        found = list(areas[:2])
        self.only_area = found[0] if len(found) == 1 else None  # nothing to choose
        if self.only_area:
            del self.fields["home_area"]
        self.initial = {
            "organization": rows.filter(name=application.name).first(),
            "name": application.name,
            "kind": OrganizationKind.COMMUNITY,
            "home_area": application.fund.home_area,
            "email": application.email,
            **self.initial,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "organization" not in self.errors and not cleaned.get("organization"):
            for name in ("name", "kind"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Say this of the new organisation, or choose one above."))
            cleaned["home_area"] = self.only_area or cleaned.get("home_area")
            if not cleaned["home_area"] and "home_area" not in self.errors:
                self.add_error(
                    "home_area",
                    _("The fund serves no sub-district yet. Set them on the page of the fund first."),
                )
        return cleaned


class DeclineForm(forms.Form):
    reason = TextField(
        label=_("Reason"),
        max_length=2000,
        help_text=_("In words that the group understands, and what it can do instead."),
        widget=forms.Textarea({"rows": 4}),
    )
