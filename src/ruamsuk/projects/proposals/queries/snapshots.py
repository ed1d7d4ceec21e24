"""What is frozen of a proposal when it is sent, and the difference of two submissions in the words of their time."""

from ruamsuk.drafts.queries import snapshots
from ruamsuk.drafts.queries.reading import Section, read
from ruamsuk.drafts.queries.snapshots import Difference, Frozen, Layout, digest, layout_of
from ruamsuk.issues.models import Issue, SupportType
from ruamsuk.projects.proposals.models import Proposal, Submission
from ruamsuk.projects.proposals.specs import PROPOSAL

__all__ = ["differences", "digest", "in_words", "said_in", "sections_of", "snapshot"]


def snapshot(proposal: Proposal) -> dict[str, object]:
    return snapshots.snapshot(PROPOSAL, proposal)


def differences(before: Frozen, after: Frozen, layout: Layout | None = None) -> list[Difference]:
    return snapshots.differences(layout or layout_of(PROPOSAL), in_words(before), in_words(after))


def in_words(frozen: Frozen) -> Frozen:
    """Codes of catalogues by their names. Those are frozen as codes, which no catalogue ever gives to another row."""
    found = dict(frozen)
    for key, model in (("issues", Issue), ("support_type", SupportType)):
        if held := found.get(key):
            codes = held if isinstance(held, list) else [held]
            named = {row.code: row.name for row in model.objects.filter(code__in=codes)}
            found[key] = [named.get(code, code) for code in codes]
    return found


def said_in(submission: Submission, before: Submission) -> list[Difference]:
    """What is different from the submission before."""
    return differences(before.snapshot, submission.snapshot, _layout(submission))


def sections_of(submission: Submission) -> list[Section]:
    """All that was sent, in the sections of the form that it was written in."""
    return read(_layout(submission), in_words(submission.snapshot))


def _layout(submission: Submission) -> Layout:
    return submission.layout.content if submission.layout else layout_of(PROPOSAL)
