from pathlib import Path
from textwrap import wrap

from django.conf import settings
from django.core.management.base import BaseCommand
from pydantic_core import PydanticUndefined

ROOT = Path(__file__).resolve().parents[5]
FIELDS = type(settings.ENV).model_fields  # the list itself is config.env; core does not import upward

HEAD = """\
# Every setting, with its meaning and its default. Copy to .env and take away the # of the lines to change.
# Generated from src/ruamsuk/config/env.py by `ruamsuk envexample`; a test keeps the two the same.
"""


def name_of(field: str) -> str:
    """The environment variable of a field: RUAMSUK_… unless the field names another one."""
    return str(FIELDS[field].validation_alias or f"RUAMSUK_{field.upper()}")


def example() -> str:
    lines = [HEAD]
    for field, info in FIELDS.items():
        default = "" if info.default is PydanticUndefined else info.default
        if isinstance(default, Path):
            default = default.relative_to(ROOT)
        if isinstance(default, bool):
            default = str(default).lower()
        choices = getattr(info.annotation, "__args__", ())
        lines += [
            *wrap(f"# {info.description}", 118, subsequent_indent="# "),
            *([f"# one of: {', '.join(choices)}"] if choices else []),
        ]
        lines += [f"#{name_of(field)}={default}", ""]
    return "\n".join(lines)


class Command(BaseCommand):
    help = "Writes .env.example from the list of settings."

    def handle(self, *args: object, **options: object) -> None:
        (ROOT / ".env.example").write_text(example(), encoding="utf-8")
        self.stdout.write(f"{len(FIELDS)} settings written to .env.example")
