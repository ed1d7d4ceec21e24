"""A JSON list of records of older systems: is it one, and which of its records can be read at all?"""

import json
import math

from ruamsuk.core import readable
from ruamsuk.core.text import tidy
from ruamsuk.imports.importers import Staged
from ruamsuk.older_pages.choices import PageKind
from ruamsuk.older_pages.problems import ImportNoList, ImportUnreadable
from ruamsuk.older_pages.queries.texts import TITLE, as_text, kind_of, without_persons


def read_list(data: bytes, most: int) -> list[object]:
    """The list that the file holds. Raises a Problem when it is no JSON or no list."""
    try:
        # A record has some sixteen bytes for each of its values, commas within texts counted as well.
        found = readable.loads(data, most=most // 16, parse_constant=_refuse, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise ImportUnreadable(detail=f"byte {error.start}: UTF-8", field="file") from None
    except json.JSONDecodeError as error:
        detail = f"{error.msg}, line {error.lineno} column {error.colno}"
        raise ImportUnreadable(detail=detail, field="file") from None
    except ValueError as error:
        raise ImportUnreadable(detail=str(error)[:120], field="file") from None
    if not isinstance(found, list):
        raise ImportNoList(field="file")
    return found


def _refuse(word: str) -> None:
    raise ValueError(word)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def stage(no: int, given: object) -> Staged:
    """The record without persons; `no` is its position."""
    if not isinstance(given, dict):
        return Staged(given, why="no-object")
    content, masked = without_persons(given)
    kind = kind_of(as_text(content.get("kind")))
    one = Staged(
        content,
        source=as_text(content.get("source")),
        title=_title(content),
        kind=kind,
        goes_first=kind == PageKind.FUND_TABLE,  # so that the other records find their funds
        report={"masked": [vars(one) for one in masked]},
    )
    if not one.source or not isinstance(content["source"], str):
        one.why = "no-source"
    elif not content.get("kind") or not isinstance(content["kind"], str):
        one.why = "no-kind"
    return one


def _title(content: dict[str, object]) -> str:
    return tidy(next((as_text(content[name]) for name in (*TITLE, "kind") if content.get(name)), ""))
