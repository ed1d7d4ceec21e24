"""Shapes that proposals, projects and reports share, and the reading of fields that came in by path."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import Http404
from ninja import Schema
from pydantic import Field

from ruamsuk.comments.actions import add_comment, resolve_comment
from ruamsuk.comments.forms import CommentForm
from ruamsuk.comments.models import Comment, Thread
from ruamsuk.comments.queries import comments_of
from ruamsuk.core.api import Given, Text, Word, cleaned, plain
from ruamsuk.core.few import told
from ruamsuk.drafts.api import texts_of, typed_texts
from ruamsuk.drafts.specs import Rows
from ruamsuk.evidence.choices import EvidenceKind
from ruamsuk.files.choices import FileState
from ruamsuk.files.contents import EXTENSIONS
from ruamsuk.issues.api.issues import IssueRef
from ruamsuk.issues.choices import Combining
from ruamsuk.projects.designs.models import Activity, Design
from ruamsuk.projects.proposals.specs import D


def _bytes(*media_types: str) -> dict[str, object]:
    """How the description says that an answer is a file of one of these types."""
    schema = {"type": "string", "format": "binary"}
    return {"responses": {200: {"content": {name: {"schema": schema} for name in media_types}}}}


FILE = _bytes(*EXTENSIONS)
PHOTO = _bytes("image/jpeg")


class StoredOut(Schema):
    """What became of a file that was sent: it is given out once `state` is ready."""

    state: FileState = Field(alias="file.state")
    refused_because: str

    @staticmethod
    def resolve_refused_because(row: Any) -> str:
        return str(row.file.refusal) if row.file.is_refused else ""


DesignKind = Literal["situation", "objective", "indicator", "target", "activity", "line"]
RowKind = Literal[DesignKind, "applicant"]


class DesignSituation(Schema):
    uid: UUID
    no: int
    text: str
    size: Decimal | None
    unit: str
    evidence_kind: EvidenceKind | Literal[""] = Field(description="Kind of source; empty: not said")
    agency: str
    measured_on: date | None
    covered: int | None = Field(description="From how many the figure was taken")
    total: int | None = Field(description="Of how many in all")
    evidence: str = Field(description="More about the source, in words")
    from_plan: UUID | None = Field(description="The row of the plan that it took over")


class DesignIndicator(Schema):
    uid: UUID
    no: int
    text: str
    unit: str
    combining: Combining = Field(description="what several reports are together")
    baseline: Decimal | None
    target: Decimal | None


class DesignObjective(Schema):
    uid: UUID
    no: int
    text: str
    situations: list[UUID] = Field(description="Problems that it answers")
    from_plan: UUID | None = Field(description="The row of the plan that it took over")
    indicators: list[DesignIndicator]

    @staticmethod
    def resolve_situations(row: Any) -> list[UUID]:
        return [one.uid for one in row.situations.all()]

    @staticmethod
    def resolve_indicators(row: Any) -> list[Any]:
        return list(row.indicators.all())


class TargetOut(Schema):
    uid: UUID
    no: int
    group: str | None = Field(description="Code of the target group")
    detail: str
    people: int | None = Field(description="null: not said, or fewer than five for who has no account")

    @staticmethod
    def resolve_people(row: Any, context) -> int | None:
        return told(row.people, has_account=context["request"].user.is_authenticated)

    @staticmethod
    def resolve_group(row: Any) -> str | None:
        return row.group.code if row.group else None


class LineOut(Schema):
    uid: UUID
    no: int
    category: str | None = Field(description="Code of the kind of expense")
    detail: str
    quantity: Decimal | None
    unit: str
    unit_cost_satang: int | None
    times: int
    amount_satang: int

    @staticmethod
    def resolve_category(row: Any) -> str | None:
        return row.category.code if row.category else None


class ActivityOut(Schema):
    uid: UUID
    no: int
    name: str
    starts_on: date | None
    ends_on: date | None
    detail: str
    output: str
    outcome: str
    resources: str
    partners: str
    other_money_satang: int
    other_money_source: str
    budget_satang: int
    objectives: list[UUID] = Field(description="The objectives that it serves")
    lines: list[LineOut]

    @staticmethod
    def resolve_objectives(row: Activity) -> list[UUID]:
        return [objective.uid for objective in row.objectives.all()]

    @staticmethod
    def resolve_lines(row: Activity) -> list[object]:
        return list(row.lines.all())


class DesignOut(texts_of(D)):  # type: ignore[misc]
    """Why, what for, for whom, how and for how much: the nine sections of the form."""

    support_type: int | None
    applicant_kind: int | None
    starts_on: date | None
    ends_on: date | None
    budget_satang: int
    issues: list[IssueRef]
    situations: list[DesignSituation]
    objectives: list[DesignObjective]
    targets: list[TargetOut]
    activities: list[ActivityOut]

    @staticmethod
    def resolve_support_type(row: Design) -> int | None:
        return row.support_type.code if row.support_type else None

    @staticmethod
    def resolve_issues(row: Design) -> list[object]:
        return list(row.issues.all())

    @staticmethod
    def resolve_situations(row: Design) -> list[object]:
        return list(row.situations.all())

    @staticmethod
    def resolve_objectives(row: Design) -> list[object]:
        return list(row.objectives.prefetch_related("indicators", "situations"))

    @staticmethod
    def resolve_targets(row: Design) -> list[object]:
        return list(row.targets.select_related("group"))

    @staticmethod
    def resolve_activities(row: Design) -> list[object]:
        return list(row.activities.prefetch_related("lines__category", "objectives"))


class CommentOut(Schema):
    uid: UUID
    text: str
    about: str = Field(description="The section that it is about; empty: the whole")
    by: str = Field(alias="by.name")
    at: datetime
    resolved_at: datetime | None


class CommentIn(Given):
    text: Text
    about: str = Field("", max_length=60, pattern=r"^[^\x00]*$")


class NoteIn(Given):
    note: Text = Field(description="What should be corrected")


class NewRow(Given):
    kind: RowKind
    parent: UUID | None = Field(None, description="The objective of an indicator, the activity of a line")


class RowMade(Schema):
    uid: UUID
    no: int
    kind: RowKind


class RowOut(Schema):
    """A line of a proposal or of a project's design; its `fields` are named as they are written."""

    uid: UUID
    no: int
    kind: RowKind
    parent: UUID | None = Field(description="The objective of an indicator, the activity of a line")
    fields: dict[str, str | int | None]


def row_to_read(part: Rows, row: Any) -> dict[str, Any]:
    parent = getattr(row, part.below) if part.below else None
    fields = plain({field.name: getattr(row, field.name) for field in part.fields})
    return {
        "uid": row.uid,
        "no": row.no,
        "kind": part.kind,
        "parent": parent and parent.uid,
        "fields": {
            name: f"{value:f}" if isinstance(value, Decimal) else value for name, value in fields.items()
        },
    }


class DesignRowFields(Given):
    """Fields of one line by their name, such as `name`, `starts_on`, `quantity`, `unit_cost_satang`.

    A whole number for a name that ends in `_satang` is satang; a text is read as a person would type it.
    """

    fields: dict[Word, Text | int | bool | None] = Field(
        max_length=20, examples=[{"category": "302", "quantity": 60, "unit_cost_satang": 12_550}]
    )

    def texts(self) -> dict[str, str]:
        return typed_texts(self.fields)


class NewDesignRow(DesignRowFields):
    kind: DesignKind
    parent: UUID | None = Field(None, description="The objective of an indicator, the activity of a line")


def write_comment(thread: Thread, body: CommentIn, by: Any) -> Comment:
    return add_comment(thread=thread, by=by, **cleaned(CommentForm(body.dict())))


def comment_of(thread: Thread, uid: UUID) -> Comment:
    comment = comments_of(thread).filter(uid=uid).first()
    if comment is None:
        raise Http404
    return comment


def settle_comment(thread: Thread, uid: UUID, by: Any) -> Comment:
    return resolve_comment(comment=comment_of(thread, uid), by=by)
