"""A small world for tests: two provinces of the south and people who never lived.

    songkhla = area("90")                                 # with zone 12 and the country above it
    malee = person("Malee", "coordinator", songkhla)      # signs in as "malee", password world.PASSWORD
    client.force_login(malee)

Scopes: an Area, or anything with a `scope` (fund, organisation, project), or a Scope, or nothing for the country.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

from django.db.models import Model
from django.utils import timezone

from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import Grant, Post, Scope, User
from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area, AreaVersion
from ruamsuk.areas.ranges import place_no
from ruamsuk.audit import heads
from ruamsuk.audit.actions import with_code
from ruamsuk.audit.choices import Channel
from ruamsuk.audit.models import Operation
from ruamsuk.checks.actions import load_catalogue as load_checks
from ruamsuk.checks.models import Check
from ruamsuk.issues.actions import load_catalogue
from ruamsuk.issues.models import (
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

PASSWORD = "ยาวพอ-สำหรับทดสอบ-9"

# code: (kind, code of the parent, zone, Thai name, English name)
PLACES: dict[str, tuple[AreaKind, str | None, int, str, str]] = {
    "TH": (AreaKind.COUNTRY, None, 0, "ประเทศไทย", "Thailand"),
    "Z11": (AreaKind.ZONE, "TH", 11, "เขตสุขภาพที่ 11", "Health Zone 11"),
    "Z12": (AreaKind.ZONE, "TH", 12, "เขตสุขภาพที่ 12", "Health Zone 12"),
    "80": (AreaKind.PROVINCE, "TH", 11, "นครศรีธรรมราช", "Nakhon Si Thammarat"),
    "8001": (AreaKind.DISTRICT, "80", 11, "เมืองนครศรีธรรมราช", "Mueang Nakhon Si Thammarat"),
    "800101": (AreaKind.SUBDISTRICT, "8001", 11, "ในเมือง", "Nai Mueang"),
    "90": (AreaKind.PROVINCE, "TH", 12, "สงขลา", "Songkhla"),
    "9001": (AreaKind.DISTRICT, "90", 12, "เมืองสงขลา", "Mueang Songkhla"),
    "900101": (AreaKind.SUBDISTRICT, "9001", 12, "บ่อยาง", "Bo Yang"),
    "9011": (AreaKind.DISTRICT, "90", 12, "หาดใหญ่", "Hat Yai"),
    "901101": (AreaKind.SUBDISTRICT, "9011", 12, "หาดใหญ่", "Hat Yai"),
    "901102": (AreaKind.SUBDISTRICT, "9011", 12, "ควนลัง", "Khuan Lang"),
    "901104": (AreaKind.SUBDISTRICT, "9011", 12, "คอหงส์", "Kho Hong"),
    "93": (AreaKind.PROVINCE, "TH", 12, "พัทลุง", "Phatthalung"),
    "9301": (AreaKind.DISTRICT, "93", 12, "เมืองพัทลุง", "Mueang Phatthalung"),
    "930101": (AreaKind.SUBDISTRICT, "9301", 12, "คูหาสวรรค์", "Khuha Sawan"),
    "930103": (AreaKind.SUBDISTRICT, "9301", 12, "เขาเจียก", "Khao Chiak"),
}


_CATALOGUE: list[list[Model]] = []


def issue_catalogue() -> None:
    """The catalogue of issues as every installation has it; its files are read once, its rows written for each test."""
    if _CATALOGUE:
        for rows in _CATALOGUE:
            type(rows[0])._default_manager.bulk_create(rows)  # type: ignore[attr-defined]
        return
    load_catalogue(by=None)
    load_checks(by=None)
    models = (Issue, Synonym, IssueList, ListEntry, Placement, Indicator)
    codes = (TargetGroup, ExpenseGroup, ExpenseCategory, SupportType, Check)
    kits = (Measure, Measure.groups.through, MeasureActivity, MeasureCost)
    for model in (*models, *codes, *kits):
        _CATALOGUE.append(list(model._default_manager.all()))  # type: ignore[attr-defined]


def area(code: str) -> Area:
    """The area with this code; made with everything above it when it is not there yet."""
    there = {
        found.code: found
        for found in Area.objects.filter(code__in=_with_those_above(code), closed_on__isnull=True)
    }
    return there[code] if code in there else _make(code, there)


def _above(code: str) -> dict[str, str]:
    """Field → code of the area that it names."""
    kind, parent, zone, *_names = PLACES[code]
    named = {"parent": parent, "zone": f"Z{zone}" if zone and kind != AreaKind.ZONE else None}
    return {field: above for field, above in named.items() if above}


def _with_those_above(code: str) -> list[str]:
    above = _above(code).values() if code in PLACES else ()
    return [code, *chain.from_iterable(map(_with_those_above, above))]


def _make(code: str, there: dict[str, Area]) -> Area:
    kind, _parent, _zone, name_th, name_en = PLACES[code]
    above = {field: there.get(one) or _make(one, there) for field, one in _above(code).items()}
    made = there[code] = Area(kind=kind, code=code, place_no=place_no(code), **above)
    made.set_names(name_th, name_en)
    made.save()
    if kind == AreaKind.PROVINCE:
        made.zone.province_codes = " ".join(sorted([*made.zone.province_codes.split(), code]))
        made.zone.save(update_fields=["province_codes"])
    AreaVersion.objects.create(area=made, code=code, name_th=name_th, name_en=name_en, **above)
    return made


def scope_of(where: Any = None) -> Scope:
    """The scope of an Area, of a record that owns one, or of the whole country."""
    if where is None:
        where = area("TH")
    if isinstance(where, Scope):
        return where
    if isinstance(where, Area):
        return Scope.objects.get_or_create(
            kind=ScopeKind.AREA, area=where, defaults={"label": where.name_th}
        )[0]
    return where.scope


def person(name: str, role: str | None = None, where: Any = None, **fields: Any) -> User:
    """An invented user, user name = the name in small letters; with a role: holds its post there from today on."""
    username = name.lower().replace(" ", "-")
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User.objects.create_user(
            username, f"{username}@example.org", PASSWORD, name=name, is_demo=True, **fields
        )
    if role:
        post = Post.objects.get_or_create(role=role, scope=scope_of(where))[0]
        Grant.objects.get_or_create(user=user, post=post, ends_on=None)
    return user


def operation(verb: str = "tests.act", **fields: Any) -> Operation:
    """A row of the trail as an action writes it."""
    row = with_code(**{"verb": verb, "recorded_at": timezone.now(), "origin": Channel.SYSTEM, **fields})
    row.save(force_insert=True)
    return row


@contextmanager
def kept_heads() -> Iterator[None]:
    """The file of heads is afterwards as it was before."""
    file = heads.path()
    before = file.read_bytes() if file.exists() else None
    try:
        yield
    finally:
        if before is not None:
            file.write_bytes(before)
        else:
            file.unlink(missing_ok=True)
