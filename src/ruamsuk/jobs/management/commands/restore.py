from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ruamsuk.core.problems import Problem
from ruamsuk.jobs import backups
from ruamsuk.jobs.backups import Recovered

FOUND = {
    Recovered.NOTHING: "",
    Recovered.UNTOUCHED: "A restore was interrupted before it had changed anything. What it left is cleared.",
    Recovered.FINISHED: "A restore was interrupted in the middle. It is finished now.",
}


class Command(BaseCommand):
    help = (
        "Brings database and files back from a backup. What is there now is saved first, so it can be undone. "
        "With --finish instead of a file: finishes a restore that was interrupted."
    )

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("file", type=Path, metavar="FILE", nargs="?")
        what.add_argument(
            "--finish", action="store_true", help="finish a restore that was interrupted, if any"
        )
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument(
            "--incomplete", action="store_true", help="also when files are missing in the backup"
        )

    def handle(self, *args, file, finish, yes, incomplete, **options):
        try:
            if found := FOUND[backups.recover()]:
                self.stdout.write(found)
            if finish:
                return
            self._ask(file, yes)
            aside = backups.restore(file, incomplete=incomplete)
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Restored. To go back to how it was before:\n  ruamsuk restore {aside}")

    def _ask(self, file, yes):
        if yes:
            return
        self.stdout.write(f"All data and files of this system will be replaced by {file}.")
        self.stdout.write("Stop the web server and the worker first. Type yes to go on: ", ending="")
        self.stdout.flush()
        if input().strip().lower() != "yes":
            raise CommandError("Nothing was changed.")
