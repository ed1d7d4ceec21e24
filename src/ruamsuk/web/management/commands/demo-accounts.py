import unicodedata

from django.core.management.base import BaseCommand

from ruamsuk.demo.loading import is_loaded
from ruamsuk.demo.people import accounts_table
from ruamsuk.demo.words import read


class Command(BaseCommand):
    help = "Prints the demo's accounts: role, user name, password and what to try first, in Thai and English."

    def handle(self, *args: object, **options: object) -> None:
        if not is_loaded():
            for text in read("messages")["no-accounts"].values():
                self.stdout.write(text)
            return
        for language in ("th", "en"):
            rows = accounts_table(language)
            widths = [max(_width(row[column]) for row in rows) for column in range(3)]
            self.stdout.write("")
            for row in rows:
                cells = [
                    cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)
                ]
                self.stdout.write("  " + "  ".join([*cells, row[3]]))


def _width(text: str) -> int:
    """Columns on a terminal: Thai vowels and marks above and below a letter take none."""
    return sum(1 for letter in text if unicodedata.category(letter) != "Mn")
