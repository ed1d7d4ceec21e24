"""What one search box looks through: each app tells it how its nouns are found.

    FUNDS = Finder(_("Funds"), find_funds, 20, "building-bank")      # finding.py of the app
    FINDERS.add("funds", FUNDS)                                      # in AppConfig.ready

A finder gives what its reader may see, and no more; hidden titles included, and counts nothing else. It is asked with
what was typed as `core.spelling.read` reads it, first for what is written so, then for what is spelt alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from ruamsuk.core.registry import Registry

MOST = 5  # of each noun, on the page that looks through all of them


@dataclass(frozen=True)
class Found:
    title: str
    sub: str  # where it lies, what it belongs to
    url: str
    fit: float = 1.0  # how well it fits what was looked for


@dataclass(frozen=True)
class Hits:
    found: list[Found]  # the likeliest first
    count: int  # of all that there are, as far as is counted


@dataclass(frozen=True)
class Finder:
    label: str | Promise
    # By the reader and what is wanted (`core.spelling.Wanted`): the likeliest first, at most so many.
    find: Callable[[Any, Any, int], Hits]
    order: int
    icon: str
    more: str = ""  # the list that takes the same words as `q`, named as in `{% url %}`


FINDERS: Registry[Finder] = Registry("finders")
