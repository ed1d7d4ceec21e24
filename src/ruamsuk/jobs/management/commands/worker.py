from django.core.management.base import BaseCommand

from ruamsuk.jobs import backups
from ruamsuk.jobs.problems import BackupRuns
from ruamsuk.jobs.worker import Worker


class Command(BaseCommand):
    help = "Does the work in the background: jobs and schedule, until it is told to stop (Ctrl+C, SIGTERM)."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what waits now, then end")

    def handle(self, *args, once, **options):
        try:
            backups.recover()
        except BackupRuns:  # in another process: it clears up after itself
            self.stdout.write("A backup or restore is running; the work begins beside it.")
        worker = Worker()
        if once:
            worker.run_once()
        else:
            worker.listen_to_signals()
            worker.run()
