"""Undo instead of "are you sure?": the act is done at once, and the next page offers to take it back.

    actions.remove_row(row=row, by=request.user)
    offer_undo(request, _("The row is removed."), reverse("plans:put-back", args=[row.uid]))

The address is called with POST. Never for posting money, approving, submitting, signing or erasing.
"""

from django.contrib import messages
from django.http import HttpRequest

TAG = "undo="


def offer_undo(request: HttpRequest, text: str, url: str) -> None:
    messages.success(request, text, extra_tags=TAG + url)
