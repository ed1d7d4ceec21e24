from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ruamsuk.audit.queries import faults, reaches
from ruamsuk.core.problems import Problem
from ruamsuk.jobs import backups


class Command(BaseCommand):
    help = (
        "Checks the sealed trail: gaps, edited rows, rows left unsealed; with a backup, also that its newest rows of "
        "that day are still there. Exit code 1 when something is found."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--since", type=Path, metavar="BACKUP", help="a file that `ruamsuk backup` has made"
        )

    def handle(self, *args, since=None, **options):
        found = [
            f"{fault.kind}: operation {fault.operation_id} of {fault.at.isoformat()}" for fault in faults()
        ]
        if since:
            found += self._cut_since(since)
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} faults in the trail")
        self.stdout.write("The trail is whole.")

    def _cut_since(self, backup):
        try:
            kept = backups.seal_of(backup)
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        if kept is None:
            raise CommandError(
                f"{backup.name} names no seal: nothing was sealed yet, or it is an older form of backup"
            )
        if not reaches(kept):
            yield (
                f"cut: seal {kept.no} of {backup.name} is not in the trail; "
                "rows were cut off its end, or an older backup was restored"
            )
