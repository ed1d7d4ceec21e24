from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from ruamsuk.core.problems import CATALOGUE, Problem


def whole_catalogue() -> dict[str, type[Problem]]:
    """All problems, also those of apps whose pages were not asked for yet."""
    for app in settings.OUR_APPS:
        if find_spec(f"{app}.problems"):
            import_module(f"{app}.problems")
    return dict(sorted(CATALOGUE.items()))


class Command(BaseCommand):
    help = "Lists every refusal of the system: code, status, title and remedy, in Thai and English."

    def handle(self, *args: object, **options: object) -> None:
        for code, problem in whole_catalogue().items():
            self.stdout.write(f"{code} ({problem.status})")
            for language in ("th", "en"):
                with translation.override(language):
                    self.stdout.write(f"  {language}  {problem.title} {problem.remedy}")
