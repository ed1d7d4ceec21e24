"""What the API of every app shares: shapes, pages of lists, and the cleaning of what came in.

An app's `api.py` holds a Router. Its schemas only say what a body looks like; whether it can be taken is asked of
the same Django form as on the page (`cleaned`), whether the caller may is asked of the same gate, and the work is
done by the same action. Writes answer with `Location`, the address to read what came of them (`located`); a call that
is sent again with its `Idempotency-Key` is answered as the first time (audit.replies), later with what stands there.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Annotated, Any, ClassVar, Generic, Literal, Self, TypeVar, get_args
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.choices import flatten_choices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Schema
from ninja.params.functions import Header
from ninja.security import HttpBearer
from pydantic import (
    AfterValidator,
    AwareDatetime,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    model_validator,
)
from pydantic import ValidationError as Misshapen
from pydantic_core import InitErrorDetails, PydanticCustomError

from ruamsuk.core.calendar import days, is_likely
from ruamsuk.core.forms import field_as, shortened
from ruamsuk.core.judging import mark_of
from ruamsuk.core.money import MOST_OF_A_FUND, MOST_OF_A_PROJECT
from ruamsuk.core.numbers import numbers, typeable
from ruamsuk.core.paging import SIZE, YEARS, Page
from ruamsuk.core.problems import InvalidFields
from ruamsuk.core.text import tidy, tidy_lines

ROOT = "/api/v1"
MOST = 200  # rows of a page
MOST_PERMITTED = 60  # values that a refusal lists

# What looks the same is stored and looked for in one way of writing, as on the page (core.forms.TextField).
Text = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$"), AfterValidator(tidy_lines)]
Word = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$"), AfterValidator(tidy)]
Satang = Annotated[
    int, Field(ge=0, le=MOST_OF_A_PROJECT, examples=[1_250_000], description="Money in satang")
]
SatangOfFund = Annotated[
    int, Field(ge=0, le=MOST_OF_A_FUND, examples=[15_000_000], description="Money of a fund's year in satang")
]
FiscalYear = Annotated[int, Field(ge=2540, le=2700, examples=[2570], description="Fiscal year in BE")]
AreaCode = Annotated[str, Field(max_length=8, pattern=r"^[0-9A-Z]*$", examples=["901104"])]
Version = Annotated[int, Field(ge=0, le=2_147_483_647, description="The version that the writer saw")]


def _of_our_time(moment: datetime) -> datetime:
    if moment.year not in YEARS:
        raise ValueError
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]

# The closed set of orders that lists can be asked for; each has an index of its nouns. `Newest` and `Named`: which of
# them a list offers, its own first.
Newest = Literal["newest", "oldest", "updated", "-updated"]
Named = Literal["name", "-name", "updated", "-updated"]
ORDERS: Mapping[str, tuple[str, ...]] = {
    "newest": ("-pk",),
    "oldest": ("pk",),
    "name": ("sort_key",),
    "-name": ("-sort_key", "-pk"),
    "updated": ("updated_at", "pk"),
    "-updated": ("-updated_at", "-pk"),
}
SORT = (
    "The order; `-updated`: what changed last stands first. A `next` is good for the order that it came with"
)

# What the library says about a shape, in our words; the rest is one sentence.
SHAPES: dict[str, str | Promise] = {
    "missing": gettext_lazy("This is needed."),
    "timezone_aware": gettext_lazy("Say the offset, too: Z or +07:00, sent as %2B07:00."),
    "extra_forbidden": gettext_lazy("No such name is known here. Check its spelling."),
    "string_too_long": gettext_lazy("This is too long."),
    "too_long": gettext_lazy("These are too many."),
    "greater_than_equal": gettext_lazy("This is too small."),
    "less_than_equal": gettext_lazy("This is too large."),
}
ONLY_ONCE = gettext_lazy("This can be given only once.")
NO_FIT = gettext_lazy("This is not the kind of value that is asked for here.")


T = TypeVar("T")
M = TypeVar("M", bound=Model)
_QUOTED = re.compile(r"'([^']*)'|(-?\b\d+\b)")


class SignedIn(HttpBearer):
    """A call by a person: with an access key (`Authorization: Bearer …`), or from a page of this site.

    Who it is was found out before (accounts.tokens); here it is only asked, and written into the description.
    """

    def __call__(self, request: HttpRequest) -> object:
        return request.user if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, token: str) -> object:
        return self(request)


SIGNED_IN = SignedIn()


# What a number or day in a body or an address looks like when it is sent as a text; the library would read more
# ("50.000" as 50, 86400 as a day of 1970).
_NUMBER = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _asked(shape: type[Schema], sent: Mapping[Any, object]) -> None:
    """Refuses numbers and days that could be read in two ways, or only by guessing."""
    faults: list[InitErrorDetails] = []
    for name, value in sent.items():
        if name not in shape.model_fields:
            continue
        kinds = {part for part in _parts(shape.model_fields[name].annotation) if isinstance(part, type)}
        for one in value if isinstance(value, list) else [value]:
            if said := _unclear(kinds, one):
                message, permitted = said
                context = {"said": message, "permitted": permitted}
                fault = PydanticCustomError("unclear", "{said}", context)
                faults.append(InitErrorDetails(type=fault, loc=(name,), input=one))
    if faults:
        raise Misshapen.from_exception_data(shape.__name__, faults)


def _unclear(kinds: set[type], value: object) -> tuple[str, list[str]] | None:
    """Why a value is not clear, and what may be sent instead."""
    if value is None or str in kinds:
        return None
    if date in kinds:
        typed = value if isinstance(value, str) else ""
        read = days(typed) if _DAY.fullmatch(typed) else ()
        if any(map(is_likely, read)) or isinstance(value, date):
            return None
        said = _("“%(typed)s” is no day that can be taken here. Send it like 2026-11-15.")
        return said % {"typed": shortened(str(value))}, []
    if isinstance(value, str) and kinds & {int, float, Decimal}:
        if len(found := numbers(value)) > 1:
            first, second = map(typeable, found)
            said = _("“%(typed)s” can be %(first)s or %(second)s. Send a number, not a text.")
            return said % {"typed": value.strip(), "first": first, "second": second}, [first, second]
        if not (_NUMBER if int in kinds else _DECIMAL).fullmatch(value):
            said = _("“%(typed)s” is no number that can be taken here. Send its digits alone, like 1500.")
            return said % {"typed": shortened(value)}, []
    return None


class Given(Schema):
    """Base of bodies: a misspelt name is refused instead of being forgotten; what a GET gave is taken.

    Where another thing is named by its uid or code, it may be sent as it was read: `{"code": "901104", "kind": …}`.
    """

    model_config = ConfigDict(extra="forbid")
    # Fields that the page's form calls otherwise; taken so until version 2.
    called: ClassVar[Mapping[str, str]] = {}

    @model_validator(mode="wrap")
    @classmethod
    def _as_read(cls, sent: object, shape: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(sent, dict):
            now = {form: name for name, form in cls.called.items()}
            sent = {now.get(name, name): cls._named(name, value) for name, value in sent.items()}
            _asked(cls, sent)
        return shape(sent)

    @classmethod
    def _named(cls, field: str, value: object) -> object:
        known = cls.model_fields.get(field)
        if known is None or _holds_shape(known.annotation):
            return value
        if isinstance(value, list):
            return [_name_of(one, known.annotation) for one in value]
        return _name_of(value, known.annotation)

    def model_dump(self, **how: Any) -> dict[str, Any]:
        """In the words of the form."""
        return {self.called.get(name, name): value for name, value in super().model_dump(**how).items()}


def _parts(annotation: object) -> Iterator[object]:
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def _holds_shape(annotation: object) -> bool:
    """Does the field hold a whole body, and not only the name of something?"""
    return any(part in (dict, Any) or hasattr(part, "model_fields") for part in _parts(annotation))


def _name_of(value: object, annotation: object) -> object:
    if not isinstance(value, dict):
        return value
    names = ("uid",) if UUID in _parts(annotation) else ("code", "uid")
    return next((value[name] for name in names if value.get(name)), value)


class Listing(Schema, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: str | None = Field(description="Send it as `after` for the next page; null: this was the last one")


class Listed(Schema):
    """What every list understands."""

    @model_validator(mode="wrap")
    @classmethod
    def _as_sent(cls, sent: object, shape: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(sent, dict):
            _asked(cls, sent)
        return shape(sent)

    limit: int = Field(SIZE, ge=1, le=MOST, description="Rows of a page")
    after: str = Field("", max_length=2000, description="`next` of the page before")


class RowsListed(Listed):
    """What a list understands that answers with its rows alone; a further page is named by its `Link` header."""

    limit: int = Field(
        MOST, ge=1, le=MOST, description="Rows of an answer; `Link` (rel=next) leads to further ones"
    )


class ChangesListed(Listed):
    """What lists understand whose rows know when they changed."""

    updated_since: Moment | None = Field(
        None,
        description="Only what was made or changed at this moment or later: ISO 8601 with its offset (`+` is sent as "
        "`%2B`). To miss nothing ask again from five minutes before the last time's first page was asked for.",
        examples=["2026-11-28T02:30:00Z"],
    )


class FieldError(Schema):
    field: str
    message: str
    permitted: list[str] | None = Field(None, description="The values that can be taken, where they are few")


class ProblemAnswer(Schema):
    """A refusal (RFC 9457): what is wrong and what to do, in the language of Accept-Language."""

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(description="Stable; programs decide by it")
    field: str | None = Field(None, description="The field that has to be mended, where it is one")
    errors: list[FieldError] | None = Field(None, description="Every field that has to be mended")


def page_of(
    request: HttpRequest,
    rows: QuerySet[Any] | list[QuerySet[Any]],
    order: tuple[str, ...],
    wanted: Listed,
    ready: Callable[[QuerySet[Any]], Iterable[Any]] | None = None,
    sort: str = "",
) -> dict[str, Any]:
    """One page of `rows`; `after` is read from the address by core.paging. `sort`: the order was asked for by it."""
    page = Page(request, rows, order=order, size=wanted.limit, ready=ready, sort=sort)
    if page.is_astray:
        raise unknown("after", wanted.after)
    return {"items": page.rows, "next": page.next or None}


def rows_of(
    request: HttpRequest, response: HttpResponse, rows: QuerySet[M], order: tuple[str, ...], wanted: Listed
) -> list[M]:
    """The rows of one page; where there are more, the `Link` header says so (RFC 8288)."""
    page = page_of(request, rows, order, wanted)
    if page["next"]:
        params = request.GET.copy()
        params["after"] = page["next"]
        response["Link"] = f'<{request.path}?{params.urlencode()}>; rel="next"'
    found: list[M] = page["items"]
    return found


def sorted_page(
    request: HttpRequest,
    rows: QuerySet[Any] | list[QuerySet[Any]],
    wanted: Any,
    ready: Callable[[QuerySet[Any]], Iterable[Any]] | None = None,
    orders: Mapping[str, tuple[str, ...]] = ORDERS,
) -> dict[str, object]:
    """One page in the order of `wanted.sort`, whose default is the list's own."""
    is_own = wanted.sort == type(wanted).model_fields["sort"].default
    return page_of(request, rows, orders[wanted.sort], wanted, ready, "" if is_own else wanted.sort)


R = TypeVar("R")


def changed(rows: R, wanted: ChangesListed, *moments: str) -> R:
    """Rows one of whose `moments` (columns; `updated_at` if none is named) is not before the one asked for."""
    if wanted.updated_since is None:
        return rows
    names = moments or ("updated_at",)
    since = reduce(or_, (Q(**{f"{name}__gte": wanted.updated_since}) for name in names))
    return rows.filter(since)  # type: ignore[attr-defined,no-any-return]


# Addresses that scripts on pages of any site may read, whatever they answer (accounts.tokens).
OPEN_TO_SITES: set[str] = set()


def for_other_sites(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Public figures: a script on a page of any site may read them (CORS), as nobody: without cookies and keys."""
    OPEN_TO_SITES.add(f"{ROOT}{run.__self__.path}")  # type: ignore[attr-defined]
    return run


def known_by(response: HttpResponse, values: object) -> None:
    """The answer's ETag, where more than these values stands in it; else it is made of the answer (accounts.tokens)."""
    text = json.dumps(values, default=str, sort_keys=True)
    response["ETag"] = f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


# How the ETag of what may be judged ends, until the hash of its answer stands behind the mark.
JUDGEABLE = '-"'


def judgeable(response: HttpResponse, judged: object) -> None:
    """The answer's ETag begins with the mark of what may be judged, by which `IfMatch` knows it. What was read has the
    hash of its answer behind it (accounts.tokens).
    """
    response["ETag"] = f'W/"{mark_of(judged)}{JUDGEABLE}'


def _marks(sent: str) -> str:
    """Of one or several ETags; `*` says that nothing is to be compared."""
    tags = [part.strip().removeprefix("W/").strip('"') for part in sent.split(",")]
    return "" if "*" in tags else " ".join(tag.partition("-")[0] for tag in tags)


# What an act that judges takes: what the caller saw, for the action's `seen`.
IfMatch = Annotated[
    str,
    AfterValidator(_marks),
    Header(
        "",
        alias="If-Match",
        description="The ETag of the answer that was read before this was judged: refused (412) where the thing has "
        "changed since. Without it what stands now is judged.",
    ),
]


def located(response: HttpResponse, path: str) -> None:
    """Says where to read what came of a write."""
    response["Location"] = f"{ROOT}{path}"


def cleaned(form: forms.Form, called: Mapping[str, str] = {}, /, **keys: str) -> dict[str, Any]:
    """What the form makes of a body; else InvalidFields. `keys`: fields whose rows are named by this column;
    `called`: those that the body calls otherwise (`Given.called`).
    """
    for name, key in keys.items():
        if name in form.fields:
            field_as(form, name, forms.ModelChoiceField).to_field_name = key
    if form.is_valid():
        return form.cleaned_data
    names = {"__all__": ""} | {form: name for name, form in called.items()}
    found: list[dict[str, object]] = [
        {"field": names.get(name, name), "message": message, **_permitted(form.fields.get(name), fault)}
        for name, faults in form.errors.as_data().items()
        for fault in faults
        for message in fault.messages
    ]
    raise InvalidFields(errors=found, detail=" ".join(str(error["message"]) for error in found))


def _permitted(field: forms.Field | None, fault: ValidationError) -> dict[str, list[str]]:
    """For a choice that is none: what may be chosen."""
    if fault.code == "two" and fault.params:
        return {"permitted": [str(fault.params["first"]), str(fault.params["second"])]}
    if fault.code != "invalid_choice":
        return {}
    values: list[object] = []
    if isinstance(field, forms.ModelChoiceField):
        if field.to_field_name and field.queryset is not None:
            values = list(field.queryset.values_list(field.to_field_name, flat=True)[: MOST_PERMITTED + 1])
    elif isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        pairs: Any = flatten_choices(choices)
        values = [value for value, _words in pairs if value != ""]
    return {"permitted": [str(value) for value in values]} if 0 < len(values) <= MOST_PERMITTED else {}


def merged(values: Mapping[str, object], given: Mapping[str, object]) -> dict[str, object]:
    """What a form is given when only some fields are changed: what stands, then what came in."""
    return plain({**values, **given})


def plain(values: Mapping[str, object]) -> dict[str, object]:
    """Values as a body has them: rows by their code or uid, days in ISO."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> object:
    if isinstance(value, Model):
        return str(getattr(value, "code", "") or getattr(value, "uid", ""))
    if isinstance(value, QuerySet | list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def unknown(field: str, typed: str) -> InvalidFields:
    """The refusal of a filter or field that names something that is not there."""
    message = _("“%(typed)s” is not known.") % {"typed": typed}
    return InvalidFields(errors=[{"field": field, "message": message}], detail=message)


def unknown_names(names: list[str], known: Collection[str]) -> InvalidFields:
    """The refusal of names in the address that a call does not know, or takes only once."""
    message = str(SHAPES["extra_forbidden"])
    errors = [{"field": name, "message": str(ONLY_ONCE) if name in known else message} for name in names]
    return InvalidFields(errors=errors, detail=" ".join(f"{e['field']}: {e['message']}" for e in errors[:6]))


def missing(field: str) -> InvalidFields:
    """The refusal of a body without something that only this kind of it needs."""
    message = str(SHAPES["missing"])
    return InvalidFields(errors=[{"field": field, "message": message}], detail=message)


def _expected(fault: dict[str, Any]) -> dict[str, list[str]]:
    """The same for a closed list of the shape itself; the library names its values in words."""
    if fault["type"] == "unclear":
        return {"permitted": fault["ctx"]["permitted"]} if fault["ctx"]["permitted"] else {}
    if fault["type"] not in ("enum", "literal_error"):
        return {}
    return {"permitted": [text or number for text, number in _QUOTED.findall(fault["ctx"]["expected"])]}


def misshapen(faults: list[dict[str, Any]]) -> InvalidFields:
    """What a schema refused, in our words. The name of the argument in our code is left out of the place."""
    errors = [
        {
            "field": ".".join(str(part) for part in fault["loc"][2:] or fault["loc"][-1:]),
            "message": fault["msg"] if fault["type"] == "unclear" else str(SHAPES.get(fault["type"], NO_FIT)),
            **_expected(fault),
        }
        for fault in faults
    ]
    return InvalidFields(
        errors=errors, detail=" ".join(f"{error['field']}: {error['message']}" for error in errors[:6])
    )
