from django.core.management.base import BaseCommand

from ruamsuk.core.catalogues import compile_all


class Command(BaseCommand):
    help = "Compiles the translations (.po to .mo) that changed. Needs no gettext on the system."

    def handle(self, *args, **options):
        self.stdout.write(f"{compile_all()} translations compiled")
