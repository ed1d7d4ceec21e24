from django.apps import AppConfig


class OlderPagesConfig(AppConfig):
    name = "ruamsuk.older_pages"
    label = "older_pages"

    def ready(self) -> None:
        from ruamsuk.imports.importers import IMPORTERS  # models must be loaded first
        from ruamsuk.older_pages.actions.importer import OLDER_PAGES

        IMPORTERS.add(OLDER_PAGES.name, OLDER_PAGES)
