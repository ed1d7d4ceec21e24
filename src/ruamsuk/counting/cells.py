"""In which cells of the lists of issues a record stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ruamsuk.issues.models import IssueList, Placement

# List and entry. Both empty: the total; a list without entry: not classified in it.
Cell = tuple[int | None, int | None]


@dataclass(frozen=True)
class Cells:
    """Which entries of which lists an issue stands in, read once for many records."""

    lists: list[int]
    entries: Mapping[int, list[tuple[int, int]]]  # issue → (list, entry) pairs

    @classmethod
    def read(cls) -> "Cells":
        entries = defaultdict(list)
        for issue, issue_list, entry in Placement.objects.values_list(
            "issue_id", "issue_list_id", "entry_id"
        ):
            entries[issue].append((issue_list, entry))
        return cls(list(IssueList.objects.values_list("pk", flat=True)), entries)

    def of(self, issues: Iterable[int]) -> set[Cell]:
        """Of one record with these issues: the total, and in each list once an entry, or not classified."""
        by_list = defaultdict(set)
        for issue in issues:
            for issue_list, entry in self.entries.get(issue, ()):
                by_list[issue_list].add(entry)
        found: set[Cell] = {(None, None)}
        for issue_list in self.lists:
            found |= {(issue_list, entry) for entry in by_list[issue_list]} or {(issue_list, None)}
        return found
