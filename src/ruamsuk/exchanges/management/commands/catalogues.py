from django.core.management.base import BaseCommand

from ruamsuk.exchanges.actions.mapping import load_all


class Command(BaseCommand):
    help = (
        "Loads issues, lists, indicators, form codes, checks of sense, fund kinds, committee positions and "
        "forms of other systems. "
        "Repeatable; never overwrites what a person edited, never brings back what was retired."
    )

    def handle(self, *args: object, **options: object) -> None:
        done = load_all(by=None)
        if options["verbosity"]:
            self.stdout.write(
                f"catalogues: {done.added} added, {done.changed} updated, {done.kept} kept as a person edited them"
            )
