from django.apps import AppConfig


class ExchangesConfig(AppConfig):
    name = "ruamsuk.exchanges"
    label = "exchanges"

    def ready(self) -> None:
        # Reason: models must be loaded before registries may be filled.
        from ruamsuk.core.hubs import Note, add_note
        from ruamsuk.exchanges.actions.importer import OUTSIDE
        from ruamsuk.exchanges.queries.notes import told_of
        from ruamsuk.imports.importers import IMPORTERS

        IMPORTERS.add(OUTSIDE.name, OUTSIDE)
        add_note(Note("project", "exchanges/_note.html", told_of))
