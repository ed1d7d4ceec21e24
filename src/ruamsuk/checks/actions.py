"""Checks come with the system (`data/checks.toml`); a person changes how they judge and what they say."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.audit.actions import NOW, action
from ruamsuk.checks.kinds import CHANGED
from ruamsuk.checks.models import Check
from ruamsuk.core.calendar import today
from ruamsuk.issues.actions import Loaded, merge_rows, read_rows
from ruamsuk.issues.problems import AlreadyRetired

DATA = Path(__file__).parent / "data"


@action(_("changed a check of sense"), on="check")
def change_check(*, check: Check, by: object, at: datetime = NOW, **fields: Any) -> Check:
    """`fields`: level, weight, parameters, names, words, years."""
    return _change(check, fields)


@action(_("took a check of sense out of use"), on="check")
def retire_check(*, check: Check, by: object, at: datetime = NOW, on: date | None = None) -> Check:
    if check.retired_on:
        raise AlreadyRetired(name=str(check))
    return _change(check, {"retired_on": on or today()})


@action(_("took a check of sense back into use"), on="check")
def restore_check(*, check: Check, by: object, at: datetime = NOW) -> Check:
    return _change(check, {"retired_on": None})


def _change(check: Check, fields: dict[str, Any]) -> Check:
    for name, value in fields.items():
        setattr(check, name, value)
    check.edited_by_person = True
    check.save(update_fields=[*fields, "edited_by_person"])
    look_again()
    return check


def look_again() -> None:
    for follow in CHANGED.values():
        follow()


@action(_("loaded the checks of sense"))
def load_catalogue(*, by: object, at: datetime = NOW) -> Loaded:
    """From `checks/data`. Repeatable; what a person edited stays."""
    rows = read_rows(DATA / "checks.toml", "check")
    done = merge_rows(Check, [{**row, "sort_no": number} for number, row in enumerate(rows, 1)])
    if done.added or done.changed:
        look_again()
    return done
