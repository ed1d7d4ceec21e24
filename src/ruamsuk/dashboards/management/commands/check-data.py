from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruamsuk.core.searching import refold
from ruamsuk.counting.actions import keep_again
from ruamsuk.dashboards.queries.checks import (
    differing_parts,
    differing_planned,
    differing_sums,
    differing_words,
    other_differences,
)
from ruamsuk.plans.actions.counted import set_planned_right
from ruamsuk.projects.tallies.actions import count_again


class Command(BaseCommand):
    help = (
        "Counts everything again from the records and compares it with the stored counts; checks sums, places, "
        "what was sent, and the sealed trail. Prints each difference with its remedy; exit code 1 when there is one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--mend",
            action="store_true",
            help="store the counts and search words of the records; the rest needs a person",
        )

    def handle(self, *args: object, mend: bool = False, **options: object) -> None:
        wrong = mended = 0
        for part, found in differing_parts():
            for difference in found:
                self.stdout.write(str(difference))
            if mend:
                count_again(parts=[part], by=None)
                mended += len(found)
            else:
                wrong += len(found)
        for cell, difference in differing_sums():
            self.stdout.write(str(difference))
            if mend:
                keep_again(cell=cell, by=None)
                mended += 1
            else:
                wrong += 1
        planned = differing_planned()
        for difference in planned:
            self.stdout.write(str(difference))
        if planned and mend:
            set_planned_right(by=None)
            mended += len(planned)
        else:
            wrong += len(planned)
        words = list(differing_words())
        for _model, difference in words:
            self.stdout.write(str(difference))
        if mend:
            for model in {model for model, _difference in words}:
                refold(model)
            mended += len(words)
        else:
            wrong += len(words)
        for difference in other_differences():
            self.stdout.write(str(difference))
            wrong += 1
        if mended:
            self.stdout.write(f"{mended} differences were mended.")
        if wrong:
            raise CommandError(f"{wrong} differences between what is stored and what the records say")
        self.stdout.write("What is stored agrees with the records.")
