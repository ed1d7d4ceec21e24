"""What is typed into the search box of a list: words, written as stored texts are."""

from functools import reduce
from operator import or_

from django.db.models import Q

from ruamsuk.core.calendar import arabic
from ruamsuk.core.text import tidy

MOST_WORDS = 12


def containing(typed: str, *columns: str) -> Q:
    """Rows one of whose columns holds each of the words, wherever it stands: "น้ำดื่ม เด็ก" finds both words apart, and
    any way of typing น้ำ finds it (core.text.tidy). Thai digits are found as they stand, and as Arabic ones.
    """
    found = Q()
    for word in tidy(typed).split()[:MOST_WORDS]:
        ways = [(column, written) for column in columns for written in sorted({word, arabic(word)})]
        found &= reduce(or_, (Q(**{f"{column}__icontains": written}) for column, written in ways))
    return found
