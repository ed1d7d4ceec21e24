from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule


class AccountsConfig(AppConfig):
    name = "ruamsuk.accounts"
    label = "accounts"

    def ready(self) -> None:
        from ruamsuk.accounts import sight  # its models are ready only now
        from ruamsuk.accounts.verbs import DECLARED, Verb
        from ruamsuk.areas.sight import register

        register(sight)
        for app in apps.get_app_configs():
            if module_has_submodule(app.module, "verbs"):
                for thing in vars(import_module(f"{app.name}.verbs")).values():
                    if isinstance(thing, Verb):
                        DECLARED.add(thing, thing)
