"""What is made of one record of an older system."""

from dataclasses import dataclass, field
from typing import Any

from ruamsuk.areas.models import Area
from ruamsuk.older_pages.choices import Noun, PageKind
from ruamsuk.older_pages.queries.known import KnownFund
from ruamsuk.older_pages.queries.texts import Authority


@dataclass
class NewFund:
    """A fund that the record describes fully: official code, name and sub-district."""

    code: str
    name: str
    authority: Authority
    area: Area
    population: int | None = None
    is_added: bool = False  # planning found that it is not there
    sets_population: bool = False


@dataclass
class Reading:
    source: str
    kind: PageKind
    key: str
    noun: Noun = Noun.NONE
    values: dict[str, Any] = field(default_factory=dict)  # as actions.writing stores them
    understood: dict[str, object] = field(default_factory=dict)  # for people and machines
    mended: list[dict[str, object]] = field(default_factory=list)
    not_placed: list[dict[str, object]] = field(default_factory=list)
    to_confirm: bool = False  # where it stands is not certain
    fund: KnownFund | None = None
    new_fund: NewFund | None = None
    code_field: str = "code"  # as the record calls it
    set_title: str = ""
    adds_set: bool = False
    table: list[NewFund] = field(default_factory=list)

    def mend(self, name: str, before: object, after: object, why: str, **params: object) -> None:
        self.mended.append({"field": name, "from": before, "to": after, "why": why, "params": params})

    def leave(self, name: str, value: object, why: str, **params: object) -> None:
        self.not_placed.append({"field": name, "value": value, "why": why, "params": params})

    def doubt(self, name: str, value: object, why: str, **params: object) -> None:
        """It stands somewhere, but a person has to confirm the place."""
        self.leave(name, value, why, **params)
        self.to_confirm = True

    @property
    def report(self) -> dict[str, object]:
        return {
            "understood": self.understood,
            "mended": self.mended,
            "not_placed": self.not_placed,
            "to_confirm": self.to_confirm,
        }
