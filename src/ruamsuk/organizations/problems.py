from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class OrganizationKnown(Problem):
    code = "organization-known"
    status = 422
    title = _("“{name}” is recorded in this area already.")
    remedy = _("Open that organisation instead of adding it again, or write a more exact name.")


class OrganizationCodeTaken(Problem):
    code = "organization-code-taken"
    status = 422
    title = _("The code {typed} belongs to “{name}” already.")
    remedy = _("Check the code. Every organisation has its own.")


class SizeOnlyForLocalAuthorities(Problem):
    code = "size-only-for-local-authorities"
    status = 422
    title = _("Only a local authority has a size.")
    remedy = _("Leave the size empty, or choose “local authority” as the kind.")


class OutsideYourArea(Problem):
    code = "outside-your-area"
    status = 403
    title = _("This place lies outside your area.")
    remedy = _("Choose a place inside your area, or ask the coordinator there.")


class OnlySubdistrictsAreServed(Problem):
    code = "only-subdistricts-are-served"
    status = 422
    title = _("“{area}” is not a sub-district.")
    remedy = _("Choose each sub-district that is served.")
