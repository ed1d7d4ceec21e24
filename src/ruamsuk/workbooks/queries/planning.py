"""What happens to each row: asked before the import by `foresee`, and by the writing of each piece once more.

The rows of one sheet do not build on one another, so they are planned together; what they add is known to the next.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Model

from ruamsuk.accounts.access import grants_of, may_give
from ruamsuk.accounts.choices import ROLES, Role, ScopeKind, roles_giving
from ruamsuk.accounts.models import Grant, Invitation, Scope
from ruamsuk.accounts.places import is_closed
from ruamsuk.accounts.problems import DaysInWrongOrder
from ruamsuk.accounts.verbs import EDIT_AREAS, Verb, roles_with
from ruamsuk.areas.choices import AreaKind, bare_name
from ruamsuk.areas.models import Area
from ruamsuk.committees.problems import CommitteeDays
from ruamsuk.committees.verbs import EDIT_COMMITTEE
from ruamsuk.core.calendar import arabic, day_text, today
from ruamsuk.core.problems import Problem
from ruamsuk.core.text import plain
from ruamsuk.evidence.models import OfficialFigure
from ruamsuk.evidence.queries import settle_figure
from ruamsuk.evidence.verbs import ENTER_FIGURES
from ruamsuk.funds.models import Fund
from ruamsuk.funds.problems import (
    CoordinatesIncomplete,
    FundCodeOfWrongForm,
    NeedsLocalAuthority,
    WrongHomeArea,
)
from ruamsuk.funds.queries import normal_code
from ruamsuk.imports.choices import LineResult
from ruamsuk.imports.importers import Incoming
from ruamsuk.imports.models import ImportedRecord
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.organizations.models import Organization
from ruamsuk.organizations.problems import SizeOnlyForLocalAuthorities
from ruamsuk.organizations.verbs import EDIT_FUND
from ruamsuk.workbooks.choices import NAME, NOT_READ, Noun
from ruamsuk.workbooks.queries.known import (
    Known,
    KnownCommittee,
    KnownFund,
    KnownOrganization,
    place_in_words,
)
from ruamsuk.workbooks.queries.rows import NEARLY, Row


@dataclass
class Step:
    """What is going to be done with a row. `thing`: the record that it changes, or stays as."""

    row: Row
    thing: Model | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    known: Any = None  # the organisation, fund or committee of the row
    area: Area | None = None
    keeper: KnownOrganization | None = None  # of a fund, as the row says
    scope: Scope | None = None


def foresee(incoming: list[Incoming], known: Known) -> None:
    for step in steps(incoming, known):
        row = step.row
        row.one.expect(LineResult.FAILED if row.is_refused else row.outcome, row.report())
        add_to_known(step, known)


def steps(incoming: Iterable[Incoming], known: Known) -> Iterable[Step]:
    """In their order, sheet by sheet: a sheet is planned once that before it was done with."""
    for sheet, group in groupby(incoming, key=lambda one: one.line.kind):
        if sheet == NOT_READ:
            for one in group:
                tell_unread(one)
            continue
        rows = [Row(one, known) for one in group]
        for row in rows:
            if row.twice:
                row.keep_as_it_is("", "same-row", row=row.twice)
        planned = {id(step.row): step for step in PLANS[sheet]([row for row in rows if not row.twice], known)}
        for row in rows:
            step = planned.get(id(row), Step(row))
            if row.is_refused:
                note_refused(row, known)
            yield step


def tell_unread(one: Incoming) -> None:
    report = one.line.report
    told = {"errors" if report.get("refused") else "not_placed": report.get("faults", [])}
    one.expect(LineResult.FAILED if report.get("refused") else LineResult.KEPT, told)


def note_refused(row: Row, known: Known) -> None:
    """So that what names it says in which row the cause stands."""
    for name in ("code", "name", "moi_code", "hospcode"):
        if text := row.cells.get(name):
            key = normal_code(text) if name == "code" else plain(text)
            known.refused.setdefault((row.sheet.name, key), row.no)


def add_to_known(step: Step, known: Known) -> None:
    """What the row is going to add, for the rows behind it."""
    row = step.row
    if row.is_refused or row.outcome != LineResult.CREATED:
        return
    match row.sheet.name:
        case "organizations":
            known.add_organization(step.known)
        case "funds":
            known.add_fund(step.known)


def _inside(row: Row, area: Area | None, can: Verb, *, people: bool = False) -> bool:
    """The same reach as on the page; outside it the row is refused by the name of the place."""
    if area is None:
        return False
    if row.known.may(row.user, can, area, people=people):
        return True
    if row.user is not None and not any(grant.post.may(can) for grant in grants_of(row.user)):
        row.refuse("", "not-allowed", who=", ".join(roles_with(can)))
    else:
        row.refuse(row.first_of_place() if row.says_place else "", "outside", place=place_in_words(area))
    return False


def _applied(noun: Noun, keys: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What files gave last to these records: key → field → value."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    rows = ImportedRecord.objects.filter(importer=NAME, noun=noun, noun_id__in=list(keys)).order_by(
        "changed_at"
    )
    for key, applied in rows.values_list("noun_id", "applied"):
        found[key or 0] |= applied
    return found


def _compare(step: Step, thing: Model, given: dict[str, Any], applied: dict[str, Any]) -> None:
    """What the row changes: where it says something else than what stands, unless a person set that since the last
    file said the same as this one.
    """
    row = step.row
    step.thing = thing
    for name, value in given.items():
        current = getattr(thing, name)
        if current == value:
            continue
        if name in applied and applied[name] == raw(value):
            row.mended.append(
                {"field": name, "from": _shown(value), "to": _shown(current), "why": "kept-by-hand"}
            )
            continue
        step.changes[name] = value
        row.changed.append(
            {
                "field": name,
                "from": _shown(current),
                "to": _shown(value),
                "raw": raw(current),
                "given": raw(value),
            }
        )
    row.outcome = LineResult.UPDATED if step.changes else LineResult.UNCHANGED


def raw(value: Any) -> Any:
    """As it is kept in a record of the import."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.pk if isinstance(value, Model) else value


def _shown(value: Any) -> str:
    if isinstance(value, Area):
        return place_in_words(value)
    if value in (None, ""):
        return "–"
    return str(getattr(value, "label", raw(value)))


# Organisations -----------------------------------------------------------------------------------------------------

OF_ORGANIZATION = ("name", "name_en", "phone", "email", "moi_code", "hospcode")


def plan_organizations(rows: list[Row], known: Known) -> list[Step]:
    planned = [_organization(row, known) for row in rows]
    wanted = [step.known.pk for step in planned if step.known and step.known.pk and not step.row.is_refused]
    things = Organization.objects.select_related("home_area__parent__parent", "scope").in_bulk(wanted)
    applied = _applied(Noun.ORGANIZATION, things)
    for step in planned:
        if step.known and step.known.pk in things and not step.row.is_refused:
            thing = things[step.known.pk]
            if step.row.known.may(step.row.user, EDIT_FUND, thing.home_area):
                _compare(step, thing, step.row.values, applied[thing.pk])
            else:
                _inside(step.row, thing.home_area, EDIT_FUND)
    return planned


def _organization(row: Row, known: Known) -> Step:
    values = row.read_all(*OF_ORGANIZATION)
    kind, size = row.read("kind"), row.read("la_size")
    area = row.place()
    if size and kind and kind != OrganizationKind.LOCAL_AUTHORITY:
        row.refuse("la_size", "said", words=str(SizeOnlyForLocalAuthorities()))
    step = Step(row, area=area)
    if not _inside(row, area, EDIT_FUND) or area is None or row.is_refused:
        return step
    row.values = {**values, "kind": str(kind), **({"la_size": int(size)} if size else {}), "home_area": area}
    step.known = _known_organization(row, known, area)
    if step.known is None and not row.is_refused:
        codes = {name: values.get(name, "") for name in ("moi_code", "hospcode")}
        step.known = KnownOrganization(None, values["name"], str(kind), area.pk, **codes)
    return step


def _known_organization(row: Row, known: Known, area: Area) -> KnownOrganization | None:
    """The one that is recorded already: of this code, or of this name in this place."""
    name = row.values["name"]
    here = [one for one in known.organizations_called(name) if one.area_id == area.pk]
    coded = [known.organization_with_code(row.values.get(name, "")) for name in ("moi_code", "hospcode")]
    by_code = [one for one in coded if one is not None]
    found = list({id(one): one for one in [*by_code, *here[:1]]}.values())
    if len(found) > 1:
        row.refuse("name", "codes-differ", names=" / ".join(one.name for one in found))
        return None
    if not found:
        return None
    one = found[0]
    if one.is_closed:
        row.refuse("name", "closed", name=one.name)
    elif not here and plain(one.name) != plain(name) and one.area_id != area.pk:
        field = next(
            f for f in ("moi_code", "hospcode") if known.organization_with_code(row.values.get(f, "")) is one
        )
        place = place_in_words(known.area(one.area_id))
        row.refuse(field, "code-elsewhere", typed=row.values[field], name=one.name, place=place)
    return one


# Funds -------------------------------------------------------------------------------------------------------------

OF_FUND = (
    "name", "population", "villages_count", "founded_fy", "latitude", "longitude", "address", "phone", "email",
    "capacity",
)  # fmt: skip


def plan_funds(rows: list[Row], known: Known) -> list[Step]:
    planned = [_fund(row, known) for row in rows]
    wanted = [step.known.pk for step in planned if step.known and step.known.pk and not step.row.is_refused]
    related = ("kind", "organization", "home_area__parent__parent", "scope")
    things = Fund.objects.select_related(*related).in_bulk(wanted)
    applied = _applied(Noun.FUND, things)
    for step in planned:
        if step.row.is_refused or not step.known or step.known.pk not in things:
            continue
        thing = things[step.known.pk]
        if _inside(step.row, thing.home_area, EDIT_FUND):
            _compare(step, thing, step.row.values, applied[thing.pk])
            _compare_keeper(step, thing, applied[thing.pk])
    return planned


def _compare_keeper(step: Step, fund: Fund, applied: dict[str, Any]) -> None:
    keeper = step.keeper
    if keeper is None or keeper.pk == fund.organization_id:
        return
    if keeper.pk is not None and applied.get("organization_id") == keeper.pk:
        return
    step.changes["organization_id"] = keeper.pk
    step.row.changed.append(
        {
            "field": "organization",
            "from": str(fund.organization),
            "to": keeper.name,
            "raw": fund.organization_id,
            "given": keeper.pk,
        }
    )
    step.row.outcome = LineResult.UPDATED


def _fund(row: Row, known: Known) -> Step:
    values = row.read_all("code", *OF_FUND)
    code = normal_code(values.get("code", ""))
    before = known.funds.get(code)
    kind = _kind_of_fund(row, known, code, before)
    area = row.place() if row.says_place else None
    if _one_without_the_other(values):
        row.refuse("latitude", "said", words=str(CoordinatesIncomplete()))
    _check_exchanged(row)
    keeper = row.organization("organization", area)
    if area is None and not row.says_place and keeper is not None:
        # A fund lies where its local authority sits, unless the row says otherwise.
        area = known.area(keeper.area_id)
        row.understood["place"] = area.code
    step = Step(row, area=area)
    if kind is not None and keeper is not None and area is not None:
        _check_kind(row, kind, keeper, area)
    if row.is_refused or not _inside(row, area, EDIT_FUND) or area is None or keeper is None or kind is None:
        return step
    capacity = values.pop("capacity", None)
    values.pop("code")
    row.values = {**values, **({"capacity": str(capacity)} if capacity else {}), "home_area": area}
    step.keeper = keeper
    if before is not None:
        before.row = row.no
        if before.is_closed:
            row.refuse("code", "closed", name=before.name)
        step.known = before
    else:
        row.values |= {"code": code, "kind_id": kind.pk, "organization_id": keeper.pk}
        step.known = KnownFund(None, code, values["name"], kind.pk, area.pk, row=row.no)
    if "latitude" in values:
        step.known.point = (values["latitude"], values["longitude"])
    return step


def _kind_of_fund(row: Row, known: Known, code: str, before: KnownFund | None) -> Any:
    """As the column says, or the only kind in use whose codes look so."""
    kind = row.read("kind")
    if before is not None:
        if kind is not None and kind.pk != before.kind_id:
            row.refuse("kind", "kind-differs", kind=known.kinds[before.kind_id].name)
        return known.kinds[before.kind_id]
    if kind is not None or row.is_faulty("kind") or not code:
        return kind
    in_use = [choice.value for choice in known.choices("fund_kinds")]
    fits = [one for one in in_use if re.fullmatch(one.code_pattern, code)]
    if len(fits) == 1:
        row.understood["kind"] = fits[0].code
        return fits[0]
    column = row.sheet.column("kind")
    values = " · ".join(f"{one.name} ({one.code_example})" for one in (fits or in_use))
    row.refuse(
        "kind" if fits else "code",
        "kind-unclear",
        typed=code,
        column=column.label if column else "",
        values=values,
    )
    return None


def _check_kind(row: Row, kind: Any, keeper: KnownOrganization, area: Area) -> None:
    """The rules of the kind, as the page of a fund asks them."""
    code = row.cells.get("code", "")
    if not re.fullmatch(kind.code_pattern, normal_code(code)):
        problem = FundCodeOfWrongForm(typed=code, kind=kind.name, example=kind.code_example)
        row.refuse("code", "said", words=str(problem))
    if kind.home_kind and area.kind != kind.home_kind:
        problem_of_place = WrongHomeArea(kind=kind.name, level=AreaKind(kind.home_kind).label)
        row.refuse(row.first_of_place(), "said", words=str(problem_of_place))
    if kind.needs_local_authority and keeper.kind != OrganizationKind.LOCAL_AUTHORITY:
        row.refuse("organization", "said", words=str(NeedsLocalAuthority(kind=kind.name)))


def _one_without_the_other(values: dict[str, Any]) -> bool:
    return ("latitude" in values) != ("longitude" in values)


def _check_exchanged(row: Row) -> None:
    """Says of two refused numbers what is the matter, where each would be right as the other."""
    texts = [arabic(row.cells.get(name, "")) for name in ("latitude", "longitude")]
    numbers = [float(text) if re.fullmatch(r"\d{1,3}(\.\d+)?", text) else 0.0 for text in texts]
    if numbers[0] > NEARLY and 5 <= numbers[1] <= 21:
        row.errors = [entry for entry in row.errors if entry["field"] not in ("latitude", "longitude")]
        row.refuse("latitude", "swapped")
        row.refuse("longitude", "swapped")


# Coordinates -------------------------------------------------------------------------------------------------------


def plan_coordinates(rows: list[Row], known: Known) -> list[Step]:
    planned = [_coordinates(row, known) for row in rows]
    wanted = [step.known.pk for step in planned if step.known and step.known.pk and not step.row.is_refused]
    things = Fund.objects.select_related("kind", "organization", "home_area", "scope").in_bulk(wanted)
    applied = _applied(Noun.FUND, things)
    for step in planned:
        if not step.row.is_refused and step.known and step.known.pk in things:
            _compare(step, things[step.known.pk], step.row.values, applied[step.known.pk])
    return planned


def _coordinates(row: Row, known: Known) -> Step:
    fund = row.fund()
    if point := row.cells.get("point"):
        found = re.fullmatch(r"\(?\s*(-?[\d.]+)\s*[,; ]\s*(-?[\d.]+)\s*\)?", arabic(point))
        if found is None or "latitude" in row.cells or "longitude" in row.cells:
            row.refuse("point", "no-point", typed=point)
        else:
            row.cells = {**row.cells, "latitude": found[1], "longitude": found[2]}
    values = row.read_all("latitude", "longitude")
    if not row.is_refused and len(values) < 2:
        row.refuse("latitude", "said", words=str(CoordinatesIncomplete()))
    _check_exchanged(row)
    step = Step(row, known=fund)
    if row.is_refused or fund is None or not _inside(row, known.area(fund.area_id), EDIT_FUND):
        return step
    if fund.point and fund.point != (values["latitude"], values["longitude"]):
        row.refuse("latitude", "points-disagree", row=fund.row)
    row.values, row.outcome = values, LineResult.UPDATED
    return step


# Villages ----------------------------------------------------------------------------------------------------------


def plan_villages(rows: list[Row], known: Known) -> list[Step]:
    return [_village(row, known) for row in rows]


def _village(row: Row, known: Known) -> Step:
    code = arabic(row.cells.get("village_code", ""))
    area = row.place([AreaKind.SUBDISTRICT]) if row.says_place or not code else known.area_coded(code[:6])
    moo_text = row.cells.get("moo", "")
    digits = re.sub(r"\D", "", arabic(moo_text)) or code[6:]
    name = bare_name(row.cells.get("name", ""), AreaKind.VILLAGE)[:120]
    if code and not (
        re.fullmatch(r"\d{8}", code) and area is not None and code == f"{area.code}{digits:0>2}"
    ):
        row.refuse("village_code", "village-code", typed=code)
    elif not digits.isdigit() or not 1 <= int(digits) <= 99:
        row.refuse("moo", "moo", typed=moo_text)
    step = Step(row, area=area)
    if area is not None and area.kind != AreaKind.SUBDISTRICT:
        row.refuse(row.first_of_place(), "no-place")
    if row.is_refused or area is None or not _inside(row, area, EDIT_AREAS):
        return step
    moo = int(digits)
    there = known.villages_of(area).get(moo)
    row.understood |= {"place": area.code, "moo": str(moo), "name": name}
    row.values = {"moo": moo, "name_th": name, "name_en": row.cells.get("name_en", "")[:120]}
    if there is None:
        known.villages_of(area)[moo] = name
    elif plain(there) == plain(name):
        row.outcome = LineResult.UNCHANGED
    else:
        row.refuse("moo", "moo-taken", moo=moo, name=there)
    return step


# People ------------------------------------------------------------------------------------------------------------


def plan_people(rows: list[Row], known: Known) -> list[Step]:
    planned = [_person(row, known) for row in rows]
    scopes = [step.scope.pk for step in planned if step.scope is not None and step.scope.pk]
    held = set()
    for role, scope, email, username in (
        Grant.objects.unended()
        .filter(post__scope_id__in=scopes)
        .values_list("post__role", "post__scope_id", "user__email", "user__username")
    ):
        held |= {(role, scope, email), (role, scope, username)}
    waiting = set()
    for role, scope, email, name in (
        Invitation.objects.waiting()
        .filter(post__scope_id__in=scopes)
        .values_list("post__role", "post__scope_id", "email", "name")
    ):
        waiting.add((role, scope, email or plain(name)))
    for step in planned:
        row = step.row
        if row.is_refused or step.scope is None or not step.scope.pk:
            continue
        role, email = row.values["role"], row.values["email"]
        phone = re.sub(r"\D", "", arabic(row.cells.get("phone", "")))
        if {(role, step.scope.pk, email or None), (role, step.scope.pk, phone)} & (
            held - {(role, step.scope.pk, None)}
        ):
            row.keep_as_it_is("name", "holds")
        elif (role, step.scope.pk, email or plain(row.values["name"])) in waiting:
            row.keep_as_it_is("name", "invited")
    return planned


def _person(row: Row, known: Known) -> Step:
    values = {"email": "", **row.read_all("name", "email", "starts_on", "ends_on")}
    role = row.read("role")
    starts, ends = values.get("starts_on") or today(), values.get("ends_on")
    if ends and ends < starts:
        row.refuse(
            "ends_on", "said", words=str(DaysInWrongOrder(starts=day_text(starts), ends=day_text(ends)))
        )
    if phone := row.cells.get("phone"):
        row.understood["phone"] = phone
    step = Step(row)
    ways = [name for name in ("fund", "organization") if row.cells.get(name)]
    if len(ways) > 1 or (ways == ["fund"] and row.says_place):
        row.refuse(ways[0], "several-places")
        return step
    step.scope = _place_of_work(row, known, role, ways)
    if row.is_refused or step.scope is None or role is None:
        return step
    scope, label = step.scope, Role(role).label
    if row.user is not None and not may_give(row.user, role, scope):
        inside = (
            _inside(row, scope.area, EDIT_FUND)
            if not row.known.may(row.user, EDIT_FUND, scope.area)
            else True
        )
        if inside:
            row.refuse(
                "role", "may-not-give", role=label, place=scope.label, who=", ".join(roles_giving(role))
            )
    elif scope.pk and is_closed(scope):
        row.refuse(ways[0] if ways else row.first_of_place(), "closed", name=scope.label)
    row.values = {**values, "role": str(role), "email": str(values["email"]).lower()}
    return step


def _place_of_work(row: Row, known: Known, role: str | None, ways: list[str]) -> Scope | None:
    """The scope where the post is held; without a key where the file is going to add its owner."""
    kind, key, area, label = ScopeKind.AREA, None, None, ""
    if ways == ["fund"]:
        if (fund := row.fund()) is None:
            return None
        kind, key, area, label = ScopeKind.FUND, fund.scope_id, known.area(fund.area_id), fund.name
    elif ways == ["organization"]:
        near = row.place() if row.says_place else None
        if (keeper := row.organization("organization", near)) is None:
            return None
        kind, key, area, label = (
            ScopeKind.ORGANIZATION,
            keeper.scope_id,
            known.area(keeper.area_id),
            keeper.name,
        )
    elif row.says_place:
        if (area := row.place(may_be_country=True)) is None:
            return None
        key = Scope.objects.filter(kind=ScopeKind.AREA, area_id=area.pk).values_list("pk", flat=True).first()
        label = place_in_words(area)
    if role is None:
        return None
    if area is None or kind not in ROLES[role].scopes:
        kinds = ", ".join(str(ScopeKind(one).label) for one in sorted(ROLES[role].scopes))
        asked = "place" if ROLES[role].scopes == {ScopeKind.AREA} else "fund"
        row.refuse(ways[0] if ways else asked, "role-place", role=Role(role).label, scopes=kinds)
        return None
    return Scope(pk=key, kind=kind, area=area, label=label)


# Seats of committees -----------------------------------------------------------------------------------------------


def plan_seats(rows: list[Row], known: Known) -> list[Step]:
    planned = []
    for row in rows:
        planned.append(Step(row, known=row.fund()))
    known.read_committees([step.known for step in planned if step.known is not None])
    for step in planned:
        _seat(step, known)
    return planned


def _seat(step: Step, known: Known) -> None:
    row, fund = step.row, step.known
    values = row.read_all("title", "name", "organization", "starts_on", "term_starts_on", "term_ends_on")
    position = row.read("position")
    begins, ends = values.get("term_starts_on"), values.get("term_ends_on")
    if begins and ends and ends < begins:
        row.refuse(
            "term_ends_on", "said", words=str(CommitteeDays(earlier=day_text(begins), later=day_text(ends)))
        )
    if (
        row.is_refused
        or fund is None
        or not _inside(row, known.area(fund.area_id), EDIT_COMMITTEE, people=True)
    ):
        return
    kind = known.kinds[fund.kind_id]
    if not kind.needs_committee:
        row.refuse("fund", "no-committee", kind=kind.name)
        return
    committee = known.committees[fund.code]
    if committee is not None and committee.starts_on != begins:
        row.refuse("term_starts_on", "other-term", day=day_text(committee.starts_on))
        return
    there = committee.members.get(plain(values["name"])) if committee else None
    row.values = {**values, "position": position}
    if there is not None and there[1] == position.code:
        row.outcome = LineResult.UNCHANGED
        return
    if there is not None:
        row.refuse(
            "name",
            "member-stands",
            name=there[0],
            position=known.positions[there[1]].name if there[1] in known.positions else there[1],
        )
        return
    filled = sum(code == position.code for _name, code in committee.members.values()) if committee else 0
    if position.max_people and filled >= position.max_people:
        row.refuse("position", "seats-taken", seats=position.max_people, position=position.name)
        return
    if committee is None:
        committee = known.committees[fund.code] = KnownCommittee(None, values["term_starts_on"], row=row.no)
    if committee.row == row.no:
        row.mended.append(
            {
                "field": "term_starts_on",
                "from": "",
                "to": "",
                "why": "committee-started",
                "params": {"day": day_text(committee.starts_on)},
            }
        )
    committee.members[plain(values["name"])] = (values["name"], position.code)


# Official figures --------------------------------------------------------------------------------------------------

OF_FIGURE = ("value", "unit", "covered", "total", "measured_on", "agency", "source")


def plan_figures(rows: list[Row], known: Known) -> list[Step]:
    planned = [_figure(row, known) for row in rows]
    homes = {step.known.home_area_id for step in planned if step.known is not None}
    standing = OfficialFigure.objects.filter(home_area__in=homes).select_related("home_area", "indicator")
    there = {(one.home_area_id, one.plain_text, one.measured_on): one for one in standing}
    found = {key: there.get(key) for step in planned if step.known and (key := _figure_key(step.known))}
    applied = _applied(Noun.FIGURE, [one.pk for one in found.values() if one is not None])
    for step in planned:
        if step.known is None or step.row.is_refused:
            continue
        thing = found[_figure_key(step.known)]
        if thing is not None:
            given = {name: getattr(step.known, name) for name in OF_FIGURE if name in step.row.values}
            _compare(step, thing, given, applied[thing.pk])
    return planned


def _figure_key(figure: OfficialFigure) -> tuple[int, str, date]:
    return figure.home_area_id, figure.plain_text, figure.measured_on


def _figure(row: Row, known: Known) -> Step:
    values = row.read_all(*OF_FIGURE)
    area = row.place()
    step, text = Step(row, area=area), row.cells.get("figure", "")
    indicator = known.chosen("indicators", text) if text else None
    if indicator is not None:
        row.understood["figure"] = indicator.code
        values |= {"indicator": indicator, "unit": indicator.unit_th}
    elif not row.is_faulty("figure"):
        values["text"] = row.read_text("figure")
    if row.is_refused or area is None or not _inside(row, area, ENTER_FIGURES):
        return step
    row.values = {**values, "home_area": area}
    figure = OfficialFigure(**row.values)
    try:
        settle_figure(figure, today())
    except Problem as problem:
        row.refuse(problem.field or "", "said", words=str(problem))
        return step
    step.known = figure
    return step


PLANS: dict[str, Callable[[list[Row], Known], list[Step]]] = {
    "organizations": plan_organizations,
    "funds": plan_funds,
    "coordinates": plan_coordinates,
    "villages": plan_villages,
    "people": plan_people,
    "seats": plan_seats,
    "figures": plan_figures,
}
