"""Names of fields in a file that are not known, for who says what they mean."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import ngettext

from ruamsuk.imports.models import ImportBatch
from ruamsuk.older_pages.models import MAX_LABEL
from ruamsuk.older_pages.queries.labels import labels
from ruamsuk.older_pages.queries.texts import as_text

MOST_EXAMPLES = 3


@dataclass
class UnknownLabel:
    """`likely`: the part that it most likely means, offered; "" where nothing is near."""

    text: str
    likely: str
    records: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def example(self) -> str:
        count = ngettext("%(n)s record", "%(n)s records", self.records) % {"n": f"{self.records:,}"}
        return f"{count} · " + " · ".join(f"“{one}”" for one in self.examples)


def unknown_labels(batch: ImportBatch) -> list[UnknownLabel]:
    """The most frequent first."""
    known = labels()
    found: dict[str, UnknownLabel] = {}
    for report in batch.lines.order_by("no").values_list("report", flat=True).iterator(500):
        for entry in report.get("not_placed", []):
            name = entry["field"]
            if entry["why"] != "label-unknown" or len(name) > MAX_LABEL or known.known(name):
                continue
            one = found.setdefault(name, UnknownLabel(name, known.likely(name)))
            one.records += 1
            text = as_text(entry["value"])[:80]
            if text not in one.examples and len(one.examples) < MOST_EXAMPLES:
                one.examples.append(text)
    return sorted(found.values(), key=lambda one: (-one.records, one.text))


def remarks(batch: ImportBatch) -> list[tuple[str | Promise, str]]:
    """What the page of a file says of it as a whole: words, and where to go."""
    found = unknown_labels(batch)
    if not found:
        return []
    named = ", ".join(f"“{one.text}”" for one in found[:5]) + (" …" if len(found) > 5 else "")
    words = ngettext(
        "The name of %(n)s field is not known: %(named)s. Say what it means.",
        "The names of %(n)s fields are not known: %(named)s. Say what they mean.",
        len(found),
    ) % {"n": len(found), "named": named}
    return [(words, reverse("older_pages:unknown", args=[batch.uid]))]
