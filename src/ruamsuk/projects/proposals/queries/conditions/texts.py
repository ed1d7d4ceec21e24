"""Words that say nothing, say too little, or were said before."""

import re
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ruamsuk.checks.kinds import Found, Parameter, Sort, Values
from ruamsuk.core.text import is_hollow, letters, plain
from ruamsuk.projects.proposals.queries.conditions.ground import called, condition
from ruamsuk.projects.proposals.queries.whole import NOTHING, Box, Whole
from ruamsuk.projects.proposals.specs import D

# An indicator is often the problem of the situation in the same words, as the catalogue writes them.
MAY_REPEAT = (
    "p.applicant_name",
    "indicator.text",
    "target.detail",
    "activity.partners",
    "activity.resources",
)


def hollow(whole: Whole, values: Values) -> Iterator[Found]:
    for box in whole.boxes:
        if is_hollow(box.text, values["words"]) and (box.is_asked or box.letters not in {"", *NOTHING}):
            yield Found(box.path, {"x": box.label, "text": called(box.text)})


# Name of the parameter → its box, the label, the letters that a check begins with, the most that one may ask for.
LEAST = {
    "title": ("p.title", _("Letters of the project's name"), 6, 30),
    "rationale": ("d.rationale", _("Letters of the reasons"), 40, 60),
    "results": ("d.expected_results", _("Letters of the expected results"), 15, 40),
    "output": ("activity.output", _("Letters of an output"), 4, 15),
    "outcome": ("activity.outcome", _("Letters of an outcome"), 6, 15),
}
NEARLY = 1.2  # times as long
FEW = 15  # letters in which somebody may fill a box with a word


def is_remarkable(kind: str, text: str) -> bool:
    """Whether a text by itself alone may be remarked upon, whatever the checks say at the moment."""
    most = {box: most for box, _label, _default, most in LEAST.values()}
    return len(letters(text)) < most.get(kind, FEW) or is_hollow(text)


def short(whole: Whole, values: Values) -> Iterator[Found]:
    least = {kind: values[name] for name, (kind, *_more) in LEAST.items()}
    for box in whole.boxes:
        count = len(box.letters)
        if count < least.get(box.kind, 0):
            yield Found(box.path, {"x": box.label, "n": str(count), "limit": str(least[box.kind])})


def repeated(whole: Whole, values: Values) -> Iterator[Found]:
    """One text in boxes of several names: reasons, results and outcome in the same words; or one objective twice. Of
    activities two may be called alike.
    """
    same: dict[str, list[Box]] = defaultdict(list)
    for box in whole.boxes:
        if box.kind not in MAY_REPEAT and len(box.letters) >= values["letters"]:
            text = plain(box.text)
            same[next((known for known in same if _is_nearly(known, text)), text)].append(box)
    for found in same.values():
        names = {box.path if box.kind == "objective.text" else box.kind: box.label for box in found}
        if len(names) >= values["boxes"]:
            yield Found(found[-1].path, {"x": ", ".join(names.values()), "n": str(len(names))})


def _is_nearly(one: str, other: str) -> bool:
    """The same, but for a word or a dot before or behind it."""
    short, long = sorted((one, other), key=len)
    return short in long and len(long) <= len(short) * NEARLY


def as_source(whole: Whole, values: Values) -> Iterator[Found]:
    """Reasons and results that stand as in the project it was begun from: those are of another place or year."""
    source = whole.design.copied_from if whole.design.copied_from_id else None
    for name in ("rationale", "expected_results") if source else ():
        text = re.sub(r"[\[\]]", "", getattr(whole.design, name))  # what is to be replaced stands in brackets
        before = getattr(source, name)
        if len(letters(text)) >= values["letters"] and plain(text) == plain(before):
            field = D.field(name)
            yield Found(f"d.{name}", {"x": str(field.short or field.label) if field else ""})


def as_measure(whole: Whole, values: Values) -> Iterator[Found]:
    """An activity that is the standard measure's own words, or those of its kit, and nothing else."""
    for row in whole.activities:
        if row.name.strip() and plain(f"{row.name} {row.detail}") in whole.known.measures:
            yield Found(f"activity.{row.uid}.detail", {"x": called(row.name)})


def _letters(default: int) -> Parameter:
    return Parameter("letters", _("Only texts of so many letters or more"), Sort.NUMBER, default, most=500)


CONDITIONS = {
    "text-hollow": condition(
        label=_(
            "A text says nothing: one letter, dashes, the same over and over, words that only fill the box"
        ),
        parameters=(Parameter("words", _("Words that only fill a box"), Sort.WORDS, ()),),
        says=("x", "text"),
        find=hollow,
        topic="text",
    ),
    "text-short": condition(
        label=_("A text is shorter than a number of letters"),
        parameters=tuple(
            Parameter(name, label, Sort.NUMBER, default, least=0, most=most)
            for name, (_kind, label, default, most) in LEAST.items()
        ),
        says=("x", "n", "limit"),
        find=short,
        topic="text",
    ),
    "text-repeated": condition(
        label=_("The same text stands in several boxes"),
        parameters=(
            Parameter("boxes", _("In so many boxes of different names or more"), Sort.NUMBER, 2, 2, 9),
            _letters(10),
        ),
        says=("x", "n"),
        find=repeated,
    ),
    "text-of-source": condition(
        label=_("A text stands as in the project that the proposal was begun from"),
        parameters=(_letters(10),),
        find=as_source,
    ),
    "text-of-measure": condition(
        label=_("An activity is the words of a standard measure and nothing else"),
        find=as_measure,
    ),
}
