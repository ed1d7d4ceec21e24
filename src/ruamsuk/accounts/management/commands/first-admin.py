from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruamsuk.accounts.actions import create_first_administrator_link
from ruamsuk.accounts.links import join_address
from ruamsuk.accounts.problems import AdministratorExists


class Command(BaseCommand):
    help = "Prints a link, good once and for a day, that makes the first system administrator"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="although there is an administrator already")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            invitation = create_first_administrator_link(again=options["again"], by=None)
        except AdministratorExists as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(join_address(invitation.token or ""))
