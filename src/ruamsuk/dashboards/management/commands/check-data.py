from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruamsuk.dashboards.queries.checks import Check, differing_parts, other_faults
from ruamsuk.projects.actions.tallies import recount_part


class Command(BaseCommand):
    help = (
        "Counts everything again from the records and compares it with the stored counts; checks sums, places and "
        "the sealed trail. Prints each difference; exit code 1 when there is one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--mend", action="store_true", help="store the counts of the records; the rest needs a person"
        )

    def handle(self, *args: Any, mend: bool = False, **options: Any) -> None:
        wrong = mended = 0
        for part, lines in differing_parts():
            for line in lines:
                self.stdout.write(f"{Check.COUNTS}: {line}")
            if mend:
                recount_part(part)
                mended += len(lines)
            else:
                wrong += len(lines)
        for check, line in other_faults():
            self.stdout.write(f"{check}: {line}")
            wrong += 1
        if mended:
            self.stdout.write(f"{mended} stored counts were mended.")
        if wrong:
            raise CommandError(f"{wrong} differences between what is stored and what the records say")
        self.stdout.write("What is stored agrees with the records.")
