"""Tables of the funds of a province."""

from typing import Any

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.queries import understand_address
from ruamsuk.funds.queries import normal_code
from ruamsuk.older_pages.choices import Noun, Part
from ruamsuk.older_pages.queries import texts
from ruamsuk.older_pages.queries.known import Known
from ruamsuk.older_pages.queries.reading.record import NewFund, Reading


def read_table(content: dict[str, Any], kind: str, reading: Reading, known: Known) -> None:
    """Rows "อบต.กะมิยอ|L3009|4,943|…": a fund each, where name, code and sub-district are clear. `kind`: as the record
    names it.
    """
    key = next((name for name in content if name.startswith(texts.TABLE)), texts.TABLE)
    rows = content.get(key)
    reading.noun = Noun.FUND
    province = texts.province_in_kind(kind)
    columns = texts.table_columns(key)
    understood: list[dict[str, object]] = []
    for row in rows if isinstance(rows, list) else []:
        cells = [cell.strip() for cell in texts.as_text(row).split("|")]
        fund = _row_fund(cells, row, key, province, reading, known)
        if fund is None:
            continue
        understood.append(
            {"code": fund.code, "name": fund.name, "population": fund.population, "area": fund.area.code}
        )
        reading.table.append(fund)
        if len(cells) > 3:
            amounts = (
                dict(zip(columns[3:], cells[3:], strict=False)) if len(columns) == len(cells) else cells[3:]
            )
            reading.leave(fund.code, amounts, "amounts-kept")
    for name, value in sorted(content.items()):
        if name != key and known.labels.part_of(name) not in (Part.SOURCE, Part.KIND):
            reading.leave(name, value, "no-place-for-it")
    reading.understood["funds"] = understood
    if not understood:
        reading.noun = Noun.NONE
        reading.leave(key, "", "no-row-placed")


def _row_fund(
    cells: list[str], row: object, key: str, province: str, reading: Reading, known: Known
) -> NewFund | None:
    authority = texts.read_authority(cells[0]) if len(cells) > 1 else None
    code = normal_code(cells[1]) if authority else ""
    if authority is None or not texts.OFFICIAL_CODE.match(code):
        reading.leave(key, row, "row-unreadable")
        return None
    population = None
    if len(cells) > 2 and cells[2]:
        digits = texts.read_size(cells[2])
        if digits is None or digits != int(digits) or not 0 < digits < 10**7:
            reading.leave(code, cells[2], "size-unreadable")
        else:
            population = int(digits)
            if "," in cells[2]:
                reading.mend(code, cells[2], str(population), "thousands")
    if fund := known.funds.get(code):
        if fund.authorities and authority.key not in fund.authorities:
            reading.leave(code, row, "fund-row-other", code=code, other=fund.name)
            return None
        return NewFund(code, fund.name, authority, fund.area, population)
    place = f"ต.{authority.name} จ.{province}" if province else f"ต.{authority.name}"
    area = understand_address(place, names=known.names).area
    if area is None or area.kind != AreaKind.SUBDISTRICT:
        reading.leave(key, row, "area-unclear")
        return None
    return NewFund(code, cells[0], authority, area, population)
