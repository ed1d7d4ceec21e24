from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ruamsuk.audit.queries import faults, reaches, restores
from ruamsuk.audit.trail import Seal
from ruamsuk.core.problems import Problem
from ruamsuk.jobs import backups

MOST_SHOWN = 100  # of one kind


class Command(BaseCommand):
    help = (
        "Checks the sealed trail: rows missing, edited, forged or left unsealed, and against the file of heads that "
        "nothing was cut off its end. Exit code 1 when something is found."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--since", type=Path, metavar="BACKUP", help="also against a file that `ruamsuk backup` has made"
        )
        parser.add_argument(
            "--head", type=_head, metavar="NO:SEAL", help="also against the head that stands in a letter"
        )

    def handle(self, *args, since=None, head=None, **options):
        for line in restores():
            self.stdout.write(line)
        counts: Counter[str] = Counter()
        for fault in faults():
            counts[fault.kind] += 1
            if counts[fault.kind] <= MOST_SHOWN:
                self.stdout.write(str(fault))
        for kept, where in self._kept_outside(since, head):
            if not reaches(kept):
                counts["cut"] += 1
                self.stdout.write(
                    f"cut: seal {kept.no} of {where} is not in the trail; "
                    "rows were cut off its end, or an older backup was restored"
                )
        for kind, count in counts.items():
            if count > MOST_SHOWN:
                self.stdout.write(f"{kind}: {count} in all, the first {MOST_SHOWN} are shown")
        if counts:
            raise CommandError(f"{counts.total()} faults in the trail")
        self.stdout.write("The trail is whole.")

    def _kept_outside(self, since, head):
        if head:
            yield head, "the letter"
        if since:
            yield self._seal_of(since), since.name

    def _seal_of(self, backup):
        try:
            kept = backups.seal_of(backup)
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        if kept is None:
            raise CommandError(
                f"{backup.name} names no seal: nothing was sealed yet, or it is an older form of backup"
            )
        return kept


def _head(text):
    """ "12:3f2a…" as the letter prints it."""
    number, colon, seal = text.strip().partition(":")
    if not (number.isdecimal() and colon and seal):
        raise CommandError("--head wants the number and the seal as they stand in the letter: NO:SEAL")
    return Seal(int(number), seal)
