"""A change tried and taken back, for the page that says what will happen."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from django.db import transaction

from ruamsuk.audit.actions import envelope


def rehearse(act: Callable[..., Any], **given: Any) -> None:
    """Raises the Problem that the change would meet; nothing stays of it, nor in the objects that are given."""
    with transaction.atomic(), envelope():
        act(**deepcopy(given))
        transaction.set_rollback(True)
