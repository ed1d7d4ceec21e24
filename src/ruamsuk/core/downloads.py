"""Files that are made for whoever asks for them, to be kept under a name."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

BOM = "\ufeff"  # by which Excel knows that the letters of a CSV file are UTF-8
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "png": "image/png",
    "txt": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(content: bytes | str, name: str) -> HttpResponse:
    """`name` with its ending, which says what it is."""
    return kept_as(HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]]), name)


def kept_as(answer: HttpResponse, name: str) -> HttpResponse:
    """An answer that is not shown but kept. A name may be in Thai, as codes of funds may."""
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def harmless(text: str) -> str:
    """A text that begins like a formula is shown in a table, not calculated."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
