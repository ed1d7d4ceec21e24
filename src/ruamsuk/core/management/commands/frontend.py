from django.core.management.base import BaseCommand, CommandError

from ruamsuk.core import frontend


class Command(BaseCommand):
    help = "Copies what pages need of node_modules to core/static/vendor: style, fonts, icons."

    def handle(self, *args: object, **options: object) -> None:
        try:
            self.stdout.write(f"{frontend.install()} front-end files changed")
        except frontend.FrontendMissing as problem:
            raise CommandError(str(problem)) from problem
