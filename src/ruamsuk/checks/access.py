"""Everybody signed in reads the checks; to change them needs EDIT_CATALOGUE, since they serve all."""

from django.http import Http404

from ruamsuk.accounts.access import Reader, require
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.checks.models import Check
from ruamsuk.issues.verbs import EDIT_CATALOGUE


def check_for(user: Reader, code: str, can: Verb) -> Check:
    found = Check.objects.filter(code=code).first()
    if found is None:
        raise Http404
    if can != READ:
        require(user, EDIT_CATALOGUE)
    return found
