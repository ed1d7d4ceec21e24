from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ruamsuk.core.problems import Problem
from ruamsuk.jobs import backups
from ruamsuk.jobs.problems import IncompleteBackup


class Command(BaseCommand):
    help = "Saves database and uploaded files in one file, while the system runs. Prints its path."

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, metavar="DIR", help="where to (default: in the data folder)")
        parser.add_argument("--keep", type=int, metavar="N", help="then delete all but the newest N")
        parser.add_argument(
            "--incomplete", action="store_true", help="do not fail when files are missing; they are named"
        )

    def handle(self, *args, to, keep, incomplete, **options):
        if keep is not None and keep < 1:
            raise CommandError("--keep must be at least 1")
        try:
            self.stdout.write(str(backups.make(to=to, keep=keep)))
        except IncompleteBackup as problem:
            if not incomplete:
                raise CommandError(str(problem)) from problem
            self.stdout.write(str(problem))
        except Problem as problem:
            raise CommandError(str(problem)) from problem
