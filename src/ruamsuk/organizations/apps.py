from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    name = "ruamsuk.organizations"
    label = "organizations"

    def ready(self) -> None:
        from ruamsuk.accounts.places import OWNERS, Owner  # models are ready only now
        from ruamsuk.core.finding import FINDERS, Finder
        from ruamsuk.organizations.finding import find_organizations
        from ruamsuk.organizations.models import Organization

        rows = Organization.objects
        OWNERS.add("organization", Owner(rows.all, "organizations:organization", rows.closed))
        finder = Finder(
            _("Organisations"), find_organizations, 70, "building-community", "organizations:index"
        )
        FINDERS.add("organizations", finder)
