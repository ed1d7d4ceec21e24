from django.core.management.base import BaseCommand

from ruamsuk.areas.actions import load_geography


class Command(BaseCommand):
    help = "Loads the official areas of Thailand. The same list again changes nothing; people's changes stay."

    def handle(self, *args, **options) -> None:
        done = load_geography(by=None)
        if options["verbosity"]:
            self.stdout.write(
                f"{done.added:,} added, {done.changed:,} changed, {done.closed:,} closed, "
                f"{done.kept:,} kept as people changed them"
            )
