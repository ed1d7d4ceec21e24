from django.core.management.base import BaseCommand, CommandError

from ruamsuk.audit.queries import faults


class Command(BaseCommand):
    help = "Checks the sealed trail: gaps, edited rows, rows left unsealed. Exit code 1 when one is found."

    def handle(self, *args, **options):
        found = faults()
        for fault in found:
            self.stdout.write(f"{fault.kind}: operation {fault.operation_id} of {fault.at.isoformat()}")
        if found:
            raise CommandError(f"{len(found)} faults in the trail")
        self.stdout.write("The trail is whole.")
