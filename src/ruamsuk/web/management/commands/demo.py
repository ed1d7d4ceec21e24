from django.core.management.base import BaseCommand, CommandError

from ruamsuk.demo.loading import NoDemoHere, load
from ruamsuk.demo.words import read


class Command(BaseCommand):
    help = (
        "Loads the demo network into a database of its own: funds, plans, proposals, projects, reports and invented "
        "people. Refused in production and beside real records; a second run changes nothing."
    )

    def handle(self, *args: object, **options: object) -> None:
        try:
            loaded = load()
        except NoDemoHere as refusal:
            raise CommandError(str(refusal)) from None
        words = read("messages")["done" if loaded.is_new else "before"]
        if options["verbosity"]:
            for language in ("th", "en"):
                self.stdout.write(words[language].format(**vars(loaded)))
