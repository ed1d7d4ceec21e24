from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ruamsuk.accounts"
    label = "accounts"

    def ready(self) -> None:
        from ruamsuk.accounts import sight  # its models are ready only now
        from ruamsuk.areas.sight import register

        register(sight)  # type: ignore[arg-type]
