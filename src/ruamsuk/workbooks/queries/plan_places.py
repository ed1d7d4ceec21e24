"""What happens to rows about what lies in a place: organisations, funds, coordinates, villages, figures."""

import re
from datetime import date
from typing import Any

from ruamsuk.accounts.verbs import EDIT_AREAS
from ruamsuk.areas.choices import AreaKind, bare_name
from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import arabic, today
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
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.organizations.models import Organization
from ruamsuk.organizations.problems import SizeOnlyForLocalAuthorities
from ruamsuk.organizations.verbs import EDIT_FUND
from ruamsuk.workbooks.choices import Noun
from ruamsuk.workbooks.queries.known import Known, KnownFund, KnownOrganization, place_in_words
from ruamsuk.workbooks.queries.rows import NEARLY, Row
from ruamsuk.workbooks.queries.steps import Step, compare, given_before, inside

# Organisations -------------------------------------------------------------------------------------------------------

OF_ORGANIZATION = ("name", "name_en", "phone", "email", "moi_code", "hospcode")


def plan_organizations(rows: list[Row], known: Known) -> list[Step]:
    planned = [_organization(row, known) for row in rows]
    wanted = [step.known.pk for step in planned if step.known and step.known.pk and not step.row.is_refused]
    things = Organization.objects.select_related("home_area__parent__parent", "scope").in_bulk(wanted)
    applied = given_before(Noun.ORGANIZATION, things)
    for step in planned:
        if step.known and step.known.pk in things and not step.row.is_refused:
            thing = things[step.known.pk]
            if step.row.known.may(step.row.user, EDIT_FUND, thing.home_area):
                compare(step, thing, step.row.values, applied[thing.pk])
            else:
                inside(step.row, thing.home_area, EDIT_FUND)
    return planned


def _organization(row: Row, known: Known) -> Step:
    values = row.read_all(*OF_ORGANIZATION)
    kind, size = row.read("kind"), row.read("la_size")
    area = row.place()
    if size and kind and kind != OrganizationKind.LOCAL_AUTHORITY:
        row.refuse("la_size", "said", words=str(SizeOnlyForLocalAuthorities()))
    step = Step(row, area=area)
    if not inside(row, area, EDIT_FUND) or area is None or row.is_refused:
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


# Funds ---------------------------------------------------------------------------------------------------------------

OF_FUND = (
    "name", "population", "villages_count", "founded_fy", "latitude", "longitude", "address", "phone", "email",
    "capacity",
)  # fmt: skip


def plan_funds(rows: list[Row], known: Known) -> list[Step]:
    planned = [_fund(row, known) for row in rows]
    wanted = [step.known.pk for step in planned if step.known and step.known.pk and not step.row.is_refused]
    related = ("kind", "organization", "home_area__parent__parent", "scope")
    things = Fund.objects.select_related(*related).in_bulk(wanted)
    applied = given_before(Noun.FUND, things)
    for step in planned:
        if step.row.is_refused or not step.known or step.known.pk not in things:
            continue
        thing = things[step.known.pk]
        if inside(step.row, thing.home_area, EDIT_FUND):
            compare(step, thing, step.row.values, applied[thing.pk])
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
    if row.is_refused or not inside(row, area, EDIT_FUND) or area is None or keeper is None or kind is None:
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


# Coordinates ---------------------------------------------------------------------------------------------------------


def plan_coordinates(rows: list[Row], known: Known) -> list[Step]:
    planned = [_coordinates(row, known) for row in rows]
    wanted = [step.known.pk for step in planned if step.known and step.known.pk and not step.row.is_refused]
    things = Fund.objects.select_related("kind", "organization", "home_area", "scope").in_bulk(wanted)
    applied = given_before(Noun.FUND, things)
    for step in planned:
        if not step.row.is_refused and step.known and step.known.pk in things:
            compare(step, things[step.known.pk], step.row.values, applied[step.known.pk])
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
    if row.is_refused or fund is None or not inside(row, known.area(fund.area_id), EDIT_FUND):
        return step
    if fund.point and fund.point != (values["latitude"], values["longitude"]):
        row.refuse("latitude", "points-disagree", row=fund.row)
    row.values, row.outcome = values, LineResult.UPDATED
    return step


# Villages ------------------------------------------------------------------------------------------------------------


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
    if row.is_refused or area is None or not inside(row, area, EDIT_AREAS):
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


# Official figures ----------------------------------------------------------------------------------------------------

OF_FIGURE = ("value", "unit", "covered", "total", "measured_on", "agency", "source")


def plan_figures(rows: list[Row], known: Known) -> list[Step]:
    planned = [_figure(row, known) for row in rows]
    homes = {step.known.home_area_id for step in planned if step.known is not None}
    standing = OfficialFigure.objects.filter(home_area__in=homes).select_related("home_area", "indicator")
    there = {(one.home_area_id, one.plain_text, one.measured_on): one for one in standing}
    found = {key: there.get(key) for step in planned if step.known and (key := _figure_key(step.known))}
    applied = given_before(Noun.FIGURE, [one.pk for one in found.values() if one is not None])
    for step in planned:
        if step.known is None or step.row.is_refused:
            continue
        thing = found[_figure_key(step.known)]
        if thing is not None:
            given = {name: getattr(step.known, name) for name in OF_FIGURE if name in step.row.values}
            compare(step, thing, given, applied[thing.pk])
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
    if row.is_refused or area is None or not inside(row, area, ENTER_FIGURES):
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
