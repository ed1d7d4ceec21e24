from django.apps import AppConfig


class OlderPagesConfig(AppConfig):
    name = "ruamsuk.older_pages"
    label = "older_pages"

    def ready(self) -> None:
        from ruamsuk.core.hubs import Note, add_note
        from ruamsuk.imports.importers import IMPORTERS  # models must be loaded first
        from ruamsuk.older_pages.actions.importer import OLDER_PAGES
        from ruamsuk.older_pages.queries.origin import told_of

        IMPORTERS.add(OLDER_PAGES.name, OLDER_PAGES)
        for hub in ("project", "proposal"):
            add_note(Note(hub, "older_pages/_origin.html", told_of))
