from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.hubs import Tab, add_tab


class AccountsConfig(AppConfig):
    name = "ruamsuk.accounts"
    label = "accounts"

    def ready(self) -> None:
        from ruamsuk.accounts import sight  # its models are ready only now
        from ruamsuk.accounts.access import may_see_people_in
        from ruamsuk.accounts.finding import PEOPLE
        from ruamsuk.accounts.verbs import DECLARED, Verb
        from ruamsuk.areas.sight import register
        from ruamsuk.core.finding import FINDERS

        register(sight)
        FINDERS.add("people", PEOPLE)
        add_tab(Tab("area", 10, _("Who works here"), "accounts:area-place", "users", may_see_people_in))
        for app in apps.get_app_configs():
            if module_has_submodule(app.module, "verbs"):
                for thing in vars(import_module(f"{app.name}.verbs")).values():
                    if isinstance(thing, Verb):
                        DECLARED.add(thing, thing)
