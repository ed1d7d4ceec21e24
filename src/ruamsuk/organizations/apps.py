from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "ruamsuk.organizations"
    label = "organizations"

    def ready(self) -> None:
        from ruamsuk.accounts.places import OWNERS, Owner  # models are ready only now
        from ruamsuk.core.finding import FINDERS
        from ruamsuk.organizations.finding import ORGANIZATIONS
        from ruamsuk.organizations.models import Organization

        rows = Organization.objects
        OWNERS.add("organization", Owner(rows.all, "organizations:organization", rows.closed))
        FINDERS.add("organizations", ORGANIZATIONS)
