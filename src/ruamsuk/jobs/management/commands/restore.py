from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ruamsuk.core.problems import Problem
from ruamsuk.jobs import backups


class Command(BaseCommand):
    help = (
        "Brings database and files back from a backup. What is there now is saved first, so it can be undone."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args, file, yes, **options):
        if not yes:
            self.stdout.write(f"All data and files of this system will be replaced by {file}.")
            self.stdout.write("Stop the web server and the worker first. Type yes to go on: ", ending="")
            self.stdout.flush()
            if input().strip().lower() != "yes":
                raise CommandError("Nothing was changed.")
        try:
            aside = backups.restore(file)
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Restored. To go back to how it was before:\n  ruamsuk restore {aside}")
