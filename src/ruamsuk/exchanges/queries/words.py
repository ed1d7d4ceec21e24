"""What codes of a project are called: in the reader's language on pages, in Thai or in the words of a form in files."""

from collections.abc import Mapping

from django.db.models import Choices

from ruamsuk.core.text import in_thai, plain
from ruamsuk.exchanges.choices import Achieved, Kind, Reads
from ruamsuk.exchanges.models import ExchangeColumn
from ruamsuk.issues.models import SupportType
from ruamsuk.projects.designs.choices import ApplicantKind
from ruamsuk.projects.projects.choices import ProjectStatus

_CLOSED: dict[str, type[Choices]] = {
    Reads.APPLICANT_KIND: ApplicantKind,
    Reads.STATUS: ProjectStatus,
    Reads.RESULT: Achieved,
}


def labels_of(field: str) -> dict[str, str]:
    """Code → words in the reader's language, of what is chosen from a list; of everything else nothing."""
    if field == Reads.SUPPORT_TYPE:
        return {str(one.code): one.name for one in SupportType.objects.all()}
    if field not in _CLOSED:
        return {}
    return {str(value): str(label) for value, label in _CLOSED[field].choices}


def words_of(column: ExchangeColumn) -> dict[str, str]:
    """Code → words in a file: the column's own, else those of the lists here, in Thai."""
    if column.kind != Kind.CHOICE:
        return {}
    with in_thai():
        return {code: column.words.get(code) or words for code, words in labels_of(column.field).items()}


def code_called(typed: str, words: Mapping[str, str], field: str) -> str | None:
    """The code of which a text is the words: the column's own first, then those of the lists here."""
    wanted = plain(typed)
    with in_thai():
        own = labels_of(field)
    for found in (words, own):
        if (code := next((code for code, text in found.items() if plain(text) == wanted), None)) is not None:
            return code
    return None
