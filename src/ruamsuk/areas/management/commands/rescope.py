from django.core.management.base import BaseCommand

from ruamsuk.areas.actions import rescope


class Command(BaseCommand):
    help = "Puts the place number of every area and of every record with a home area right."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{rescope(by=None):,} records changed")
