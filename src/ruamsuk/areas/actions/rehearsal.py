"""A change tried and taken back, for the page that says what will happen."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from django.db import transaction

from ruamsuk.areas.actions.sights import watched
from ruamsuk.areas.sight import FOLLOWS, SeenByPost, survey
from ruamsuk.audit.actions import envelope


@dataclass(frozen=True)
class Reached:
    """A post whose personal sight would change, if it followed the new borders: each noun with before and after."""

    post: SeenByPost
    nouns: list[tuple[str, int, int]]


def rehearse(act: Callable[..., object], **given: object) -> list[Reached]:
    """The posts whose sight would change; raises the Problem that the change would meet.

    Nothing stays of it, nor in the objects that are given.
    """
    with transaction.atomic(), envelope():
        token = watched.set(set())
        try:
            act(**deepcopy(given))
            readers = watched.get() or set()
        finally:
            watched.reset(token)
        after = survey(readers)
        transaction.set_rollback(True)
    before = {line.uid: line.seen for line in survey(readers)}
    found = []
    for line in after:
        names = dict.fromkeys((*before[line.uid], *line.seen))
        nouns = [(name, before[line.uid].get(name, 0), line.seen.get(name, 0)) for name in names]
        if nouns := [noun for noun in nouns if noun[1] != noun[2]]:
            found.append(Reached(line, nouns))
    return found


def rehearse_change(act: Callable[..., object], **given: object) -> list[Reached]:
    """`rehearse` of a change of areas, with personal sight following it: what there is to decide about."""
    return rehearse(act, **given, sight=FOLLOWS)
