from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.hubs import Tab, add_tab


class FundsConfig(AppConfig):
    name = "ruamsuk.funds"
    label = "funds"

    def ready(self) -> None:
        from ruamsuk.accounts.places import OWNERS, Owner
        from ruamsuk.core.finding import FINDERS
        from ruamsuk.funds.access import may_on_fund, may_see_officers  # models are ready only now
        from ruamsuk.funds.finding import FUNDS
        from ruamsuk.funds.models import Fund
        from ruamsuk.funds.verbs import SEE_BANK

        OWNERS.add("fund", Owner(Fund.objects.all, "funds:fund", Fund.objects.closed))
        FINDERS.add("funds", FUNDS)
        add_tab(Tab("fund", 10, _("Overview"), "funds:fund", "building-bank"))
        add_tab(Tab("fund", 80, _("Who works here"), "funds:officers", "users", may_see_officers))
        add_tab(
            Tab("fund", 90, _("Bank"), "funds:bank-accounts", "wallet",
                lambda u, f: may_on_fund(u, f, SEE_BANK))
        )  # fmt: skip
