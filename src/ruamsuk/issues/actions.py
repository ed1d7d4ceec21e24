"""Changing the catalogues: by a person, and by the files that come with the system."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import today
from ruamsuk.core.judging import check_seen
from ruamsuk.core.text import thai_sort_key
from ruamsuk.issues.models import (
    CatalogueRow,
    ExpenseCategory,
    ExpenseGroup,
    Indicator,
    Issue,
    IssueList,
    ListEntry,
    Measure,
    MeasureActivity,
    MeasureCost,
    Placement,
    SupportType,
    Synonym,
    TargetGroup,
)
from ruamsuk.issues.problems import (
    AlreadyRetired,
    CodeTaken,
    CostWithoutSource,
    KitUnfinished,
    WordNamesAnotherIssue,
)
from ruamsuk.issues.queries import kit_as_text, plain_issue

DATA = Path(__file__).parent / "data"


# By a person ---------------------------------------------------------------------------------------------------


@action(_("added an issue"))
def add_issue(
    *, code: str, name_th: str, name_en: str, synonyms: Iterable[str], by: object, at: datetime = NOW
) -> Issue:
    """Synonyms are words as people write them; one that names another issue is refused."""
    if Issue.objects.filter(code=code).exists():
        raise CodeTaken(code=code, field="code")
    last = Issue.objects.order_by("-sort_no").first()
    issue = Issue(code=code, sort_no=last.sort_no + 1 if last else 1)
    _name_issue(issue, name_th, name_en)
    _set_synonyms(issue, synonyms)
    return issue


@action(_("changed an issue"), on="issue")
def change_issue(
    *, issue: Issue, name_th: str, name_en: str, synonyms: Iterable[str], by: object, at: datetime = NOW
) -> Issue:
    _name_issue(issue, name_th, name_en)
    _set_synonyms(issue, synonyms)
    return issue


@action(_("changed an issue's places in the lists"), on="issue")
def place_issue(
    *, issue: Issue, places: dict[IssueList, ListEntry | None], by: object, at: datetime = NOW
) -> Issue:
    """Moves the issue to one entry, or to no place, in each of the given lists."""
    for issue_list, entry in places.items():
        _place(issue, issue_list, entry)
    return issue


@action(_("added a line to a list"))
def add_entry(
    *, issue_list: IssueList, issues: Iterable[Issue], by: object, at: datetime = NOW, **fields: object
) -> ListEntry:
    """A line at the end of the list; `fields`: its names and years. The issues leave their other lines."""
    number = issue_list.entries.count() + 1
    while issue_list.entries.filter(code=f"line-{number}").exists():
        number += 1
    entry = ListEntry.objects.create(
        issue_list=issue_list, code=f"line-{number}", sort_no=number, edited_by_person=True, **fields
    )
    for issue in issues:
        _place(issue, issue_list, entry)
    return entry


@action(_("changed which issues a line counts"), on="entry")
def fill_entry(*, entry: ListEntry, issues: Iterable[Issue], by: object, at: datetime = NOW) -> ListEntry:
    """Exactly these issues are counted under the line; those from other lines of the list move here."""
    wanted = set(issues)
    for issue in set(entry.issues.all()) - wanted:
        _place(issue, entry.issue_list, None)
    for issue in wanted:
        _place(issue, entry.issue_list, entry)
    return entry


def _place(issue: Issue, issue_list: IssueList, entry: ListEntry | None) -> None:
    now = Placement.objects.filter(issue=issue, issue_list=issue_list).select_related("entry").first()
    before = now.entry if now else None
    if before == entry:
        return
    if now:
        now.delete()
    if entry:
        Placement.objects.create(issue=issue, issue_list=issue_list, entry=entry)
    # Both lines are now a person's decision, which the catalogue files leave alone.
    touched = [line.pk for line in (before, entry) if line]
    ListEntry.objects.filter(pk__in=touched).update(edited_by_person=True)


@action(_("added an indicator"))
def add_indicator(*, issue: Issue, code: str, by: object, at: datetime = NOW, **fields: object) -> Indicator:
    if Indicator.objects.filter(code=code).exists():
        raise CodeTaken(code=code, field="code")
    sort_no = issue.indicators.count() + 1
    return Indicator.objects.create(issue=issue, code=code, sort_no=sort_no, edited_by_person=True, **fields)


@action(_("changed an indicator"), on="indicator")
def change_indicator(*, indicator: Indicator, by: object, at: datetime = NOW, **fields: object) -> Indicator:
    return _change(indicator, fields)


@dataclass(frozen=True)
class UsualCost:
    """Of an activity of a kit. `unit_cost_satang` is given only together with `source`, who says so."""

    category: ExpenseCategory
    detail_th: str = ""
    unit_th: str = ""
    unit_cost_satang: int | None = None
    source: str = ""


@action(_("added a measure"))
def add_measure(
    *, issue: Issue, by: object, at: datetime = NOW, groups: Iterable[TargetGroup] = (), **fields: object
) -> Measure:
    number = issue.measures.count() + 1
    while Measure.objects.filter(code=f"{issue.code}-{number}").exists():
        number += 1
    measure = Measure.objects.create(
        issue=issue, code=f"{issue.code}-{number}", sort_no=number, edited_by_person=True, **fields
    )
    measure.groups.set(groups)
    return measure


@action(_("changed a measure"), on="measure")
def change_measure(
    *, measure: Measure, by: object, at: datetime = NOW, groups: Iterable[TargetGroup] = (), **fields: object
) -> Measure:
    """What was signed has changed, so that it is to be confirmed again."""
    measure.groups.set(groups)
    return _change(measure, fields | NOT_CONFIRMED)


@action(_("signed a standard measure"), on="measure")
def confirm_measure(*, measure: Measure, seen: str = "", by: User, at: datetime = NOW) -> Measure:
    """For the programme, by an administrator. The catalogue files leave alone what was signed."""
    Measure.objects.select_for_update().only("pk").get(pk=measure.pk)  # who changes its kit writes it, too
    measure.refresh_from_db()
    check_seen(seen, kit_as_text(measure))
    if not (
        measure.indicator and measure.objective_th and measure.expected_th and measure.activities.exists()
    ):
        raise KitUnfinished
    return _change(measure, {"confirmed_on": today(), "confirmed_by": by})


@action(_("added an activity to a measure"), on="measure")
def add_kit_activity(
    *,
    measure: Measure,
    costs: Iterable[UsualCost],
    by: object,
    at: datetime = NOW,
    **fields: str,
) -> MeasureActivity:
    """`fields`: name, what is done, output and outcome, in Thai."""
    last = measure.activities.order_by("-no").first()
    row = MeasureActivity(measure=measure, no=last.no + 1 if last else 1)
    return _keep_activity(row, costs, fields)


@action(_("changed an activity of a measure"), on="activity.measure")
def change_kit_activity(
    *,
    activity: MeasureActivity,
    costs: Iterable[UsualCost],
    by: object,
    at: datetime = NOW,
    **fields: str,
) -> MeasureActivity:
    """`costs` take the place of those that stood."""
    return _keep_activity(activity, costs, fields)


@action(_("removed an activity of a measure"), on="activity.measure")
def remove_kit_activity(*, activity: MeasureActivity, by: object, at: datetime = NOW) -> Measure:
    measure = activity.measure
    activity.delete()
    _change(measure, NOT_CONFIRMED)
    return measure


NOT_CONFIRMED: dict[str, object] = {"confirmed_on": None, "confirmed_by": None}


def _keep_activity(
    row: MeasureActivity, costs: Iterable[UsualCost], fields: Mapping[str, str]
) -> MeasureActivity:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    _keep_costs(row, costs)
    _change(row.measure, NOT_CONFIRMED)
    return row


def _keep_costs(row: MeasureActivity, costs: Iterable[UsualCost]) -> None:
    row.costs.all().delete()
    kept = [
        MeasureCost(
            activity=row,
            no=no,
            category=cost.category,
            detail_th=cost.detail_th,
            unit_th=cost.unit_th,
            unit_cost_satang=cost.unit_cost_satang,
            source=cost.source,
        )
        for no, cost in enumerate(costs, 1)
    ]
    if any(cost.unit_cost_satang is not None and not cost.source.strip() for cost in kept):
        raise CostWithoutSource
    MeasureCost.objects.bulk_create(kept)


@action(_("added a row to a catalogue"))
def add_row(*, row: CatalogueRow, by: object, at: datetime = NOW, **fields: Any) -> CatalogueRow:
    """`row`: a new one of any of the smaller catalogues; it stands last in their order."""
    rows: Any = type(row)._default_manager
    if rows.filter(code=fields["code"]).exists():
        raise CodeTaken(code=fields["code"], field="code")
    for name, value in fields.items():
        setattr(row, name, value)
    if hasattr(row, "sort_no"):
        row.sort_no = (rows.aggregate(last=models.Max("sort_no"))["last"] or 0) + 1
    row.edited_by_person = True
    row.save(force_insert=True)
    return row


@action(_("changed a catalogue row"), on="row")
def change_row(*, row: CatalogueRow, by: object, at: datetime = NOW, **fields: object) -> CatalogueRow:
    """`fields`: names and years of a row of any of the smaller catalogues."""
    return _change(row, fields)


@action(_("retired a catalogue row"), on="row")
def retire(*, row: CatalogueRow, by: object, at: datetime = NOW, on: date | None = None) -> object:
    """The row is no longer offered; records that use it keep it."""
    if row.retired_on:
        raise AlreadyRetired(name=str(row))
    return _change(row, {"retired_on": on or today()})


@action(_("took a retired catalogue row back into use"), on="row")
def restore(*, row: CatalogueRow, by: object, at: datetime = NOW) -> object:
    return _change(row, {"retired_on": None})


def _change(row: Any, fields: dict[str, Any]) -> Any:
    for name, value in fields.items():
        setattr(row, name, value)
    row.edited_by_person = True
    row.save(update_fields=[*fields, "edited_by_person"])
    return row


def _name_issue(issue: Issue, name_th: str, name_en: str) -> None:
    key = plain_issue(name_th)
    other = Issue.objects.filter(models.Q(plain_name=key) | models.Q(synonyms__plain_text=key))
    if found := other.exclude(pk=issue.pk).first():
        raise WordNamesAnotherIssue(word=name_th, issue=found.name, field="name_th")
    issue.name_th, issue.name_en, issue.plain_name = name_th, name_en, key
    issue.sort_key = thai_sort_key(name_th)
    issue.edited_by_person = True
    issue.save()


def _set_synonyms(issue: Issue, words: Iterable[str]) -> None:
    wanted = {plain_issue(word): word.strip() for word in words if plain_issue(word)}
    wanted.pop(issue.plain_name, None)
    for key, word in wanted.items():
        taken = Issue.objects.filter(models.Q(plain_name=key) | models.Q(synonyms__plain_text=key))
        if other := taken.exclude(pk=issue.pk).first():
            raise WordNamesAnotherIssue(word=word, issue=other.name, field="synonyms")
    issue.synonyms.exclude(plain_text__in=wanted).delete()
    there = set(issue.synonyms.values_list("plain_text", flat=True))
    Synonym.objects.bulk_create(
        Synonym(issue=issue, text=word, plain_text=key) for key, word in wanted.items() if key not in there
    )


# By the files --------------------------------------------------------------------------------------------------


@dataclass
class Loaded:
    """How many rows a loading added, brought up to date, and left alone because a person had edited them."""

    added: int = 0
    changed: int = 0
    kept: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(self.added + other.added, self.changed + other.changed, self.kept + other.kept)


def read_rows(path: Path, table: str) -> list[dict[str, Any]]:
    """The rows of `[[table]]` in a TOML file."""
    return tomllib.loads(path.read_text(encoding="utf-8")).get(table, [])


def merge_rows(
    model: type[CatalogueRow], rows: Iterable[dict[str, Any]], *, key: tuple[str, ...] = ("code",)
) -> Loaded:
    """Adds rows that are new and updates those no person has edited. Rows that left the file stay as they are."""
    done = Loaded()
    manager = model._default_manager
    there = {tuple(getattr(row, name) for name in key): row for row in manager.all()}
    new = []
    for fields in rows:
        row = there.get(tuple(fields[name] for name in key))
        if row is None:
            new.append(model(**fields))
            done.added += 1
        elif row.edited_by_person:
            done.kept += 1
        elif stale := [name for name, value in fields.items() if getattr(row, name) != value]:
            for name in stale:
                setattr(row, name, fields[name])
            row.save(update_fields=stale)
            done.changed += 1
    manager.bulk_create(new)
    return done


@action(_("loaded the catalogues of issues"))
def load_catalogue(*, by: object, at: datetime = NOW) -> Loaded:
    """Issues, lists, indicators, measures and the codes of the forms, from `issues/data`. Repeatable."""
    issue_rows = read_rows(DATA / "issues.toml", "issue")
    words = {row["code"]: row.pop("synonyms", []) for row in issue_rows}
    for number, row in enumerate(issue_rows, 1):
        row.update(
            sort_no=number, plain_name=plain_issue(row["name_th"]), sort_key=thai_sort_key(row["name_th"])
        )
    done = merge_rows(Issue, issue_rows)
    issues = {issue.code: issue for issue in Issue.objects.all()}
    _load_synonyms({issues[code]: texts for code, texts in words.items()})
    done += _load_lists(issues)
    rows = read_rows(DATA / "indicators.toml", "indicator")
    done += merge_rows(Indicator, [_of_issue(row, issues) for row in rows])
    done += merge_rows(TargetGroup, _numbered("target_group"))
    done += merge_rows(ExpenseGroup, read_rows(DATA / "codes.toml", "expense_group"))
    done += merge_rows(
        ExpenseCategory, [{"group_id": row.pop("group"), **row} for row in _numbered("expense")]
    )
    done += merge_rows(SupportType, read_rows(DATA / "codes.toml", "support_type"))
    done += _load_kits(issues)
    return done


def _load_kits(issues: dict[str, Issue]) -> Loaded:
    """Measures with what belongs to them; those that a person edited or signed are left alone, like all rows."""
    rows = read_rows(DATA / "measures.toml", "measure")
    activities = {row["code"]: row.pop("activities", []) for row in rows}
    groups = {row["code"]: row.pop("groups", []) for row in rows}
    indicators = dict(Indicator.objects.values_list("code", "pk"))
    for row in rows:
        if code := row.pop("indicator", None):
            row["indicator_id"] = indicators[code]
    done = merge_rows(Measure, [_of_issue(row, issues) for row in rows])
    known_groups = {group.code: group for group in TargetGroup.objects.all()}
    categories = {row.code: row for row in ExpenseCategory.objects.all()}
    for measure in Measure.objects.filter(code__in=activities, edited_by_person=False).prefetch_related(
        "activities__costs__category", "groups"
    ):
        wanted = groups[measure.code]
        if [group.code for group in measure.groups.all()] != wanted:
            measure.groups.set(known_groups[code] for code in wanted)
        given = [_given_activity(one) for one in activities[measure.code]]
        if [_as_given(row) for row in measure.activities.all()] == given:
            continue
        measure.activities.all().delete()
        for no, (fields, costs) in enumerate(given, 1):
            activity = MeasureActivity.objects.create(measure=measure, no=no, **fields)
            _keep_costs(activity, [UsualCost(categories[code], *rest) for code, *rest in costs])
    return done


_KIT_FIELDS = ("name_th", "detail_th", "output_th", "outcome_th")
# Fields, and costs by the code of their category.
GivenKitActivity = tuple[dict[str, str], list[tuple[Any, ...]]]


def _given_activity(row: Mapping[str, Any]) -> GivenKitActivity:
    costs = [
        (
            cost["category"],
            cost.get("detail_th", ""),
            cost.get("unit_th", ""),
            cost.get("unit_cost_satang"),
            cost.get("source", ""),
        )
        for cost in row.get("costs", [])
    ]
    return {name: row.get(name, "") for name in _KIT_FIELDS}, costs


def _as_given(row: MeasureActivity) -> GivenKitActivity:
    costs = [
        (one.category.code, one.detail_th, one.unit_th, one.unit_cost_satang, one.source)
        for one in row.costs.all()
    ]
    return {name: getattr(row, name) for name in _KIT_FIELDS}, costs


def _numbered(table: str) -> list[dict[str, object]]:
    """The rows of a table of codes, in the order of the file."""
    return [{**row, "sort_no": number} for number, row in enumerate(read_rows(DATA / "codes.toml", table), 1)]


def _of_issue(row: dict[str, Any], issues: dict[str, Issue]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "issue"} | {
        "issue_id": issues[row["issue"]].pk
    }


def _load_synonyms(words: dict[Issue, list[str]]) -> None:
    """Words of issues that no person has edited; a word that a person gave to another issue stays there."""
    taken = set(Synonym.objects.values_list("plain_text", flat=True))
    new = []
    for issue, texts in words.items():
        for text in texts:
            key = plain_issue(text)
            if not issue.edited_by_person and key not in taken:
                new.append(Synonym(issue=issue, text=text, plain_text=key))
                taken.add(key)
    Synonym.objects.bulk_create(new)


def _load_lists(issues: dict[str, Issue]) -> Loaded:
    list_rows = read_rows(DATA / "lists.toml", "list")
    lines = {row["code"]: row.pop("entries") for row in list_rows}
    done = merge_rows(IssueList, [{**row, "sort_no": number} for number, row in enumerate(list_rows, 1)])
    for issue_list in IssueList.objects.filter(code__in=lines):
        members = {line["code"]: line.pop("issues") for line in lines[issue_list.code]}
        done += merge_rows(
            ListEntry,
            [
                {**line, "issue_list_id": issue_list.pk, "sort_no": number}
                for number, line in enumerate(lines[issue_list.code], 1)
            ],
            key=("issue_list_id", "code"),
        )
        _load_places(issue_list, members, issues)
    return done


def _load_places(issue_list: IssueList, members: dict[str, list[str]], issues: dict[str, Issue]) -> None:
    lines = {entry.code: entry for entry in issue_list.entries.all()}
    now = {place.issue_id: place for place in issue_list.placements.select_related("entry")}
    changed = []
    for code, issue_codes in members.items():
        entry = lines[code]
        for issue in (issues[name] for name in issue_codes):
            place = now.get(issue.pk)
            if entry.edited_by_person or (place and (place.entry == entry or place.entry.edited_by_person)):
                continue
            changed.append(Placement(issue=issue, issue_list=issue_list, entry=entry))
    if changed:
        Placement.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["issue_list", "issue"], update_fields=["entry"]
        )
        issue_list.save()  # who counts by the list hears of it once (dashboards.tasks.lists_changed)
