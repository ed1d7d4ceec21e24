"""Which fund a record belongs to, and where it counts. Rules: docs/adr/0030."""

from dataclasses import dataclass

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import AddressReading, short_path, understand_address
from ruamsuk.areas.queries.names import chain
from ruamsuk.funds.queries import normal_code
from ruamsuk.older_pages.choices import Part
from ruamsuk.older_pages.queries import texts
from ruamsuk.older_pages.queries.known import KnownFund, same_district
from ruamsuk.older_pages.queries.reading.fields import MAX_NAME, Fields
from ruamsuk.older_pages.queries.reading.record import NewFund
from ruamsuk.older_pages.queries.texts import Authority
from ruamsuk.projects.projects.codes import ReadCode


@dataclass(frozen=True)
class Named:
    """The fund as the record names it. `codes`: each that it gives, normal, the fund's own before that of a project."""

    field: str
    text: str  # without a code behind it
    authority: Authority | None
    codes: list[str]
    own_code: str  # given as the fund's own, not only inside a project code

    @property
    def code(self) -> str:
        return self.codes[0] if self.codes else ""


def home_of(fields: Fields, title: str, code: ReadCode | None) -> Area:
    """Notes the fund, or the new one that it describes, and returns the area where the record counts."""
    reading = fields.reading
    named = _named(fields, code)
    addresses = _addresses(fields)
    if addresses:
        reading.values["setting"] = fields.short(addresses[0][0], addresses[0][1], MAX_NAME)
        reading.understood["setting"] = addresses[0][1]
    anchor = _anchor(fields, named.authority, addresses)
    by_name = _by_name(fields, named.authority, anchor)
    if shared := _disagree(fields, named, by_name, anchor):
        reading.values["said_fund"] = named.text[:MAX_NAME]
        return _home(fields, None, addresses, title, shared)
    fund = fields.known.funds.get(named.code) or (by_name if not named.codes else None)
    may_add = fund is None and by_name is None and _may_add(fields, named, anchor)
    if fund:
        reading.fund, anchor = fund, fund.area
        reading.understood["fund"], reading.understood["fund_code"] = fund.name, fund.code
    elif may_add and named.authority and anchor:
        reading.new_fund = NewFund(named.code, named.text, named.authority, anchor)
    elif named.text or named.codes:
        reading.values["said_fund"] = (named.text or named.code)[:MAX_NAME]
        _say_no_fund(fields, named)
    return _home(fields, anchor, addresses, title, None)


def _named(fields: Fields, code: ReadCode | None) -> Named:
    reading = fields.reading
    name, text = fields.value(Part.FUND)
    bare, code_behind = texts.name_and_code(text)
    if code_behind:
        reading.mend(name, text, f"{bare} + {normal_code(code_behind)}", "name-and-code")
    _code_name, own_code = fields.value(Part.FUND_CODE)
    if not own_code and texts.is_fund_code(fields.peek(Part.CODE)[1]):
        own_code = fields.peek(Part.CODE)[1]
    given = [normal_code(one) for one in (own_code, code_behind) if one]
    found = [*given, *([code.fund_code] if code and code.fund_code else [])]
    if bare:
        reading.understood["fund"] = bare
    if found:
        reading.understood["fund_code"] = found[0]
    return Named(
        name, bare, texts.read_authority(bare), list(dict.fromkeys(found)), given[0] if given else ""
    )


def _addresses(fields: Fields) -> list[tuple[str, str]]:
    """Each address, and the one that columns for its levels make together."""
    found = fields.all_values(Part.ADDRESS)
    levels = [(part, *fields.value(part)) for part in texts.LEVELS]
    parts = [texts.with_level(text, part) for part, _name, text in levels if text]
    if parts:
        found.append((levels[1][1], " ".join(parts)))
    return found


def _by_name(fields: Fields, authority: Authority | None, anchor: Area | None) -> KnownFund | None:
    """The one fund of this local authority in the district where it lies."""
    if authority is None or anchor is None:
        return None
    found = fields.known.funds_of(authority.key)
    near = [fund for fund in found if same_district(fund.area, anchor)]
    return near[0] if len(near) == 1 else None


def _disagree(fields: Fields, named: Named, by_name: KnownFund | None, anchor: Area | None) -> Area | None:
    """What the record says of its fund does not agree: said, and to be confirmed; never silently one of both.

    Then the smallest area that all of it shares; None: it agrees.
    """
    reading, country = fields.reading, fields.known.country
    if len(named.codes) > 1:
        funds = [fund for one in named.codes if (fund := fields.known.funds.get(one))]
        shared = _shared([fund.area for fund in funds] if len(funds) > 1 else [], country)
        listed = ", ".join(named.codes)
        reading.doubt(named.field, listed, "fund-codes-differ", codes=listed, place=short_path(shared))
        return shared
    by_code = fields.known.funds.get(named.code)
    if by_code and texts.other_fund(named.text, named.authority, by_code.authorities, by_code.name):
        shared = _shared([by_code.area, anchor] if anchor else [], country)
        reading.doubt(
            named.field,
            named.text,
            "fund-other-name",
            code=named.code,
            other=by_code.name,
            place=short_path(shared),
        )
        return shared
    if named.code and by_code is None and by_name is not None:
        reading.doubt(
            named.field,
            named.text,
            "fund-other-code",
            code=named.code,
            other=f"{by_name.name} ({by_name.code})",
            place=short_path(by_name.area),
        )
        return by_name.area
    return None


def _shared(areas: list[Area], country: Area) -> Area:
    """The smallest area that holds all of them."""
    if not areas:
        return country
    return next((one for one in chain(areas[0]) if all(one in chain(other) for other in areas[1:])), country)


def _say_no_fund(fields: Fields, named: Named) -> None:
    several = named.authority is not None and not named.codes and fields.known.funds_of(named.authority.key)
    if several:
        fields.reading.leave(named.field, named.text, "fund-ambiguous")
    elif named.text:
        fields.reading.leave(named.field, named.text, "no-fund")
    else:
        fields.reading.leave(Part.CODE.value, named.code, "no-fund-code")


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


def _may_add(fields: Fields, named: Named, anchor: Area | None) -> bool:
    return bool(
        named.authority
        and named.own_code not in fields.known.funds
        and texts.OFFICIAL_CODE.match(named.own_code)
        and anchor is not None
        and anchor.kind == AreaKind.SUBDISTRICT
    )


def _home(
    fields: Fields, anchor: Area | None, addresses: list[tuple[str, str]], title: str, shared: Area | None
) -> Area:
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
    if shared is not None:
        return shared
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
    for text in (title, fields.peek(Part.UNIT)[1], fields.peek(Part.APPLICANT)[1]):
        if words := texts.place_words(text):
            said = understand_address(words, names=fields.known.names)
            if said.area is not None:
                return said
            doubtful = doubtful or said
        authority = texts.read_authority(text)
        if authority and (area := _anchor(fields, authority, [])):
            return AddressReading(text, area)
    return doubtful
