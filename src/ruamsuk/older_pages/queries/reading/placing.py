"""Which fund a record belongs to, and where it counts. Rules: docs/adr/0030."""

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import AddressReading, short_path, understand_address
from ruamsuk.areas.queries.names import chain
from ruamsuk.funds.queries import normal_code
from ruamsuk.older_pages.queries import texts
from ruamsuk.older_pages.queries.known import KnownFund, same_district
from ruamsuk.older_pages.queries.reading.fields import MAX_NAME, Fields
from ruamsuk.older_pages.queries.reading.record import NewFund
from ruamsuk.older_pages.queries.texts import Authority
from ruamsuk.projects.projects.codes import ReadCode


def home_of(fields: Fields, title: str, code: ReadCode | None) -> Area:
    """Notes the fund, or the new one that it describes, and returns the area where the record counts."""
    reading = fields.reading
    name, text = fields.value(*texts.FUND)
    bare, code_behind = texts.name_and_code(text)
    if code_behind:
        reading.mend(name, text, f"{bare} + {normal_code(code_behind)}", "name-and-code")
    _code_name, own_code = fields.value(*texts.FUND_CODE)
    given = normal_code(own_code or code_behind)  # as the fund's own code, not only inside a project code
    fund_code = given or (code.fund_code if code and code.fund_code else "")
    authority = texts.read_authority(bare)
    if bare:
        reading.understood["fund"] = bare
    if fund_code:
        reading.understood["fund_code"] = fund_code
    addresses = [(key, value) for key, value in map(fields.value, texts.ADDRESS) if value]
    if addresses:
        reading.values["setting"] = fields.short(addresses[0][0], addresses[0][1], MAX_NAME)
        reading.understood["setting"] = addresses[0][1]
    anchor = _anchor(fields, authority, addresses)
    fund = _find_fund(
        fields, name, bare, authority, fund_code, anchor, _may_add(fields, authority, given, anchor)
    )
    if fund:
        reading.fund, anchor = fund, fund.area
        reading.understood["fund"], reading.understood["fund_code"] = fund.name, fund.code
    elif authority and anchor and _may_add(fields, authority, given, anchor):
        reading.new_fund = NewFund(fund_code, bare, authority, anchor)
    return _home(fields, anchor, addresses, title)


def _anchor(fields: Fields, authority: Authority | None, addresses: list[tuple[str, str]]) -> Area | None:
    """Where the local authority of the fund lies, if its name alone or with the address says it clearly."""
    if authority is None:
        return None
    hint = next(
        (
            area
            for _key, text in addresses
            if (said := understand_address(text, names=fields.known.names))
            and (area := said.area or said.agreed)
        ),
        None,
    )
    for text in authority.place_texts:
        found = understand_address(text, names=fields.known.names)
        if found.area is None and len(found.candidates) > 1 and hint is not None:
            found = understand_address(text, names=fields.known.names, expected=hint)
        if found.area is not None:
            return found.area
    return None


def _find_fund(
    fields: Fields,
    name: str,
    text: str,
    authority: Authority | None,
    code: str,
    anchor: Area | None,
    is_added: bool,
) -> KnownFund | None:
    reading, known = fields.reading, fields.known
    if code and (fund := known.funds.get(code)):
        if authority and fund.authorities and authority.key not in fund.authorities:
            reading.leave(name, text, "fund-other-name", code=code, other=fund.name)
            return None
        return fund
    if authority:
        found = known.funds_of(authority.key)
        near = [fund for fund in found if anchor is not None and same_district(fund.area, anchor)]
        if len(near) == 1 and not code:
            return near[0]
        if found and not code:
            reading.leave(name, text, "fund-ambiguous")
            return None
    if text and not is_added:
        reading.leave(name, text, "no-fund")
    elif code and not text:
        reading.leave(texts.CODE, code, "no-fund-code")
    return None


def _may_add(fields: Fields, authority: Authority | None, code: str, anchor: Area | None) -> bool:
    return bool(
        authority
        and code not in fields.known.funds
        and texts.OFFICIAL_CODE.match(code)
        and anchor is not None
        and anchor.kind == AreaKind.SUBDISTRICT
    )


def _home(fields: Fields, anchor: Area | None, addresses: list[tuple[str, str]], title: str) -> Area:
    """Where the record counts: with its fund, else where its address or title says with certainty.

    Else, to be confirmed, the smallest area on which all parts of its address agree, at last the country.
    """
    found, doubtful = anchor, None
    for key, text in addresses:
        said = understand_address(text, names=fields.known.names, expected=anchor)
        if said.area is not None:
            if found is None or (found in chain(said.area)):
                found = said.area
        elif anchor is None:
            doubtful = doubtful or (key, text, said)
        elif said.candidates == [anchor]:  # the fund confirms what the address must mean
            fields.reading.mend(key, text, short_path(anchor), "spelling", place=short_path(anchor))
        elif _other_province(fields, text, anchor):
            fields.reading.mend(key, text, short_path(anchor), "contradicted", place=short_path(anchor))
        elif said.candidates:
            fields.reading.doubt(key, text, "address-doubtful", reason=said.says, place=short_path(anchor))
    if found is None:
        said_in_words = _from_words(fields, title)
        if said_in_words is not None and said_in_words.area is not None:
            found = said_in_words.area
        elif doubtful is None and said_in_words is not None and said_in_words.agreed is not None:
            doubtful = ("home_area", said_in_words.text, said_in_words)
    if found is not None:
        return found
    country = fields.known.country
    if doubtful is None:
        fields.reading.leave("home_area", "", "area-unknown", place=short_path(country))
        return country
    key, text, said = doubtful
    found = said.agreed or country
    if said.contradictions:
        fields.reading.doubt(key, text, "area-to-confirm", reason=said.says, place=short_path(found))
    elif said.candidates:
        listed = "; ".join(short_path(one) for one in said.candidates[:4])
        fields.reading.doubt(key, text, "area-ambiguous", places=listed, place=short_path(found))
    else:
        fields.reading.leave(key, text, "address-other")
        fields.reading.leave("home_area", "", "area-unknown", place=short_path(country))
    return found


def _other_province(fields: Fields, text: str, anchor: Area) -> bool:
    alone = understand_address(text, names=fields.known.names).area
    return alone is not None and chain(alone)[-1] != chain(anchor)[-1]


def _from_words(fields: Fields, title: str) -> AddressReading | None:
    """The title, the unit or the organisation may name a place with its level."""
    doubtful = None
    for text in (title, fields.peek(texts.UNIT)[1], fields.peek(*texts.APPLICANT)[1]):
        if words := texts.place_words(text):
            said = understand_address(words, names=fields.known.names)
            if said.area is not None:
                return said
            doubtful = doubtful or said
        authority = texts.read_authority(text)
        if authority and (area := _anchor(fields, authority, [])):
            return AddressReading(text, area)
    return doubtful
