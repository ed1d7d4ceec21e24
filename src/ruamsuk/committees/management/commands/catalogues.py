from django.core.management.base import BaseCommand

from ruamsuk.committees.actions import load_catalogues


class Command(BaseCommand):
    help = (
        "Loads issues, lists, indicators, form codes, checks of sense, fund kinds and committee positions. "
        "Repeatable; never overwrites what a person edited, never brings back what was retired."
    )

    def handle(self, *args: object, **options: object) -> None:
        done = load_catalogues(by=None)
        if options["verbosity"]:
            self.stdout.write(
                f"catalogues: {done.added} added, {done.changed} updated, {done.kept} kept as a person edited them"
            )
