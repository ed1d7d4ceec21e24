"""Heaps of records, and all pages of a list of them."""

from typing import Any

from django.db.models import Model
from django.test import Client


def copies(record: Model, number: int) -> None:
    """As many rows as this one, with all that they share but what must be their own."""
    model = type(record)
    made = []
    for _no in range(number):
        values = {field.attname: getattr(record, field.attname) for field in model._meta.concrete_fields}
        for field in model._meta.concrete_fields:
            if field.primary_key or field.name == "uid":
                del values[field.attname]
            elif field.one_to_one and values[field.attname] is not None:
                own = type(getattr(record, field.name)).objects.create()
                values[field.attname] = own.pk
        made.append(model(**values))
    model._default_manager.bulk_create(made)


def all_pages(client: Client, address: str, name: str = "page") -> list[Any]:
    """The records of every page of the list that a page's context calls so, each once."""
    found: list[Any] = []
    seen = address
    while True:
        page = client.get(seen).context[name]
        found += page.rows
        if not page.next:
            assert len({row.pk for row in found}) == len(found)
            return found
        seen = f"{address}?{page.after}={page.next}"
