"""What the rooms above say of their nouns, so that steps on them are found, held back and confirmed from below.

Filled while the app starts (apps.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet

from ruamsuk.accounts.models import User
from ruamsuk.areas.models import Area
from ruamsuk.audit.models import Operation
from ruamsuk.core.registry import Registry
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Issue
from ruamsuk.projects.trail import WROTE_OR_SENT


class Subject(Protocol):
    """A record that somebody writes, sends or enters. A project from paper is not stored while it waits."""

    _meta: ClassVar[Any]

    @property
    def pk(self) -> object: ...
    @property
    def title(self) -> str: ...
    @property
    def fund(self) -> Fund | None: ...
    @property
    def fiscal_year(self) -> int | None: ...
    @property
    def home_area(self) -> Area | None: ...
    @property
    def own_steps(self) -> Any: ...


@dataclass(frozen=True)
class Named:
    """Rows that name people for a record, whatever the trail says."""

    rows: Callable[[], QuerySet[Any]]
    record: str  # the field of such a row that leads to the record
    person: str
    did: bool  # the row itself says that the person did it; an author who never wrote did not


@dataclass(frozen=True)
class Work:
    """A noun that is somebody's work. Who did what of it is read in the trail."""

    link: str  # the field of a step that names such a record
    lock: Callable[[Any], Any]  # the record as it stands, for the first of two who press at once
    under: Callable[[Issue], Q]  # steps on those that answer to an issue
    named: Named | None = None
    also: tuple[str, ...] = ()  # further paths from a step to the key of such a record
    made_from: Callable[[Any], Subject | None] = lambda record: None  # whose writers are this record's, too

    def taken_by(self, user: User, kind: str) -> list[Exists]:
        """Conditions on steps: this person took part in what the step is on."""
        acts = Operation.objects.filter(verb__in=WROTE_OR_SENT, actor_id=user.pk, subject_kind=kind)
        found = []
        for path in (f"{self.link}_id", *self.also):
            found.append(Exists(acts.filter(subject_id=OuterRef(path))))
            if self.named:
                rows = self.named.rows().filter(**{self.named.person: user})
                found.append(Exists(rows.filter(**{self.named.record: OuterRef(path)})))
        return found


WORKS: Registry[Work] = Registry("nouns with own steps")  # by the label under which the trail knows them


def work_of(record: Subject) -> Work:
    return WORKS[record._meta.label_lower]
