from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "ruamsuk.papers"
    label = "papers"

    def ready(self) -> None:
        # Reason: apps are loaded before registries may be filled.
        from ruamsuk.core.hubs import Note, add_note
        from ruamsuk.jobs import periodic
        from ruamsuk.papers import tasks
        from ruamsuk.papers.documents import DOCUMENTS, buttons

        for document in DOCUMENTS.values():
            add_note(Note(document.hub, "papers/_buttons.html", buttons(document)))
        periodic.daily("03:30", "papers.clear", tasks.clear, deletes=True)
