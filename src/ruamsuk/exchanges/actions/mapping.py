"""Forms of other systems: made, changed and taken out of use by who keeps the lists."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ruamsuk.audit.actions import NOW, action
from ruamsuk.committees.actions import load_catalogues
from ruamsuk.core.text import plain
from ruamsuk.exchanges.choices import FORMATS, KINDS, Format, Kind
from ruamsuk.exchanges.models import ExchangeColumn, ExchangeForm
from ruamsuk.exchanges.problems import (
    ExchangeFieldTaken,
    ExchangeFormatDoesNotFit,
    ExchangeFormNameTaken,
    ExchangeHeadingTaken,
)
from ruamsuk.issues.actions import Loaded, read_rows

DATA = Path(__file__).parent.parent / "data"


@action(_("added a form of another system"))
def add_form(*, name: str, note: str = "", code: str = "", by: object, at: datetime = NOW) -> ExchangeForm:
    return _named(ExchangeForm(code=code), name, note)


@action(_("changed a form of another system"), on="form")
def change_form(*, form: ExchangeForm, name: str, note: str, by: object, at: datetime = NOW) -> ExchangeForm:
    return _named(form, name, note)


@action(_("took a form of another system out of use"), on="form")
def retire_form(*, form: ExchangeForm, by: object, at: datetime = NOW) -> ExchangeForm:
    """What came in by it stays beside its projects."""
    form.retired_at = form.retired_at or at
    form.save(update_fields=["retired_at"])
    return form


@action(_("took a form of another system back into use"), on="form")
def restore_form(*, form: ExchangeForm, by: object, at: datetime = NOW) -> ExchangeForm:
    form.retired_at = None
    form.save(update_fields=["retired_at"])
    return form


def _named(form: ExchangeForm, name: str, note: str) -> ExchangeForm:
    form.name, form.note = name, note
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        raise ExchangeFormNameTaken(field="name") from None
    return form


@action(_("added a column to a form of another system"), on="form")
def add_column(*, form: ExchangeForm, by: object, at: datetime = NOW, **values: Any) -> ExchangeColumn:
    """`values`: heading, field, format, words, must, no (empty: the last)."""
    last = form.columns.order_by("no").last()
    return _stored(ExchangeColumn(form=form, no=last.no + 1 if last else 1), values)


@action(_("changed a column of a form of another system"), on="form")
def change_column(
    *, form: ExchangeForm, column: ExchangeColumn, by: object, at: datetime = NOW, **values: Any
) -> ExchangeColumn:
    """What came in by it keeps its values: they are kept by what they hold of a project, not by headings."""
    return _stored(column, values)


@action(_("removed a column of a form of another system"), on="form")
def remove_column(*, form: ExchangeForm, column: ExchangeColumn, by: object, at: datetime = NOW) -> None:
    column.delete()


def _stored(column: ExchangeColumn, values: dict[str, Any]) -> ExchangeColumn:
    for name, value in values.items():
        if name != "no" or value:
            setattr(column, name, value)
    column.plain_heading = plain(column.heading)
    fitting = FORMATS[KINDS.get(column.field, Kind.TEXT)]
    if len(fitting) == 1:
        column.format = fitting[0]
    if column.format not in fitting:
        raise ExchangeFormatDoesNotFit(
            format=Format(column.format).label,
            fitting=", ".join(str(one.label) for one in fitting),
            field="format",
        )
    if column.kind != Kind.CHOICE:
        column.words = {}
    others = ExchangeColumn.objects.filter(form=column.form).exclude(pk=column.pk)
    if not column.plain_heading or others.filter(plain_heading=column.plain_heading).exists():
        raise ExchangeHeadingTaken(field="heading")
    if column.field and (other := others.filter(field=column.field).first()):
        raise ExchangeFieldTaken(heading=other.heading, field="field")
    column.save()
    return column


@action(_("loaded all catalogues with the forms of other systems"))
def load_all(*, by: object, at: datetime = NOW) -> Loaded:
    """`ruamsuk catalogues`. Repeatable."""
    return load_catalogues(by=by, at=at) + load_forms(by=by, at=at)


@action(_("loaded the forms of other systems"))
def load_forms(*, by: object, at: datetime = NOW) -> Loaded:
    """From `exchanges/data`: each that is not there yet. What is there stays as people changed it."""
    done = Loaded()
    for row in read_rows(DATA / "forms.toml", "form"):
        if ExchangeForm.objects.filter(code=row["code"]).exists():
            done.kept += 1
            continue
        form = add_form(name=row["name"], note=row["note"], code=row["code"], by=by, at=at)
        for column in row["columns"]:
            add_column(form=form, by=by, at=at, **column)
        done.added += 1
    return done
