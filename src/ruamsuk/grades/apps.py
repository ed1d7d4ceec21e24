from django.apps import AppConfig


class GradesConfig(AppConfig):
    name = "ruamsuk.grades"
    label = "grades"

    def ready(self) -> None:
        # Reason: apps are loaded before registries may be filled.
        from ruamsuk.core.hubs import Note, add_note
        from ruamsuk.counting.sources import Source, register
        from ruamsuk.grades.figures import FIGURES
        from ruamsuk.grades.queries import counting
        from ruamsuk.grades.queries.notes import told_at_decision, told_of

        register("grades", Source(FIGURES, counting.add, undated={figure.code for figure in FIGURES}))
        for hub in ("plan", "proposal"):
            add_note(Note(hub, "grades/_note.html", told_of))
        add_note(Note("decision", "grades/_note.html", told_at_decision))
