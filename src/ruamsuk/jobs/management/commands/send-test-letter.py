from django.core.management.base import BaseCommand

from ruamsuk.jobs.delivery import converse


class Command(BaseCommand):
    help = "Sends a test letter to an address at once and says what the mail server answers."

    def add_arguments(self, parser):
        parser.add_argument("address", metavar="ADDRESS")

    def handle(self, *args, address, **options):
        for line in converse(address):
            self.stdout.write(line)
