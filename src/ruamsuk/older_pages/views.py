"""Names of fields: those that are known, and those of a file that are not."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.forms import show_problem
from ruamsuk.core.problems import Problem
from ruamsuk.imports.access import batch_for
from ruamsuk.imports.actions.importing import read_again
from ruamsuk.imports.choices import BatchState
from ruamsuk.older_pages.access import check_may_teach, label_for
from ruamsuk.older_pages.actions.labels import forget_label, set_label
from ruamsuk.older_pages.choices import Part
from ruamsuk.older_pages.forms import LabelForm, UnknownLabelsForm
from ruamsuk.older_pages.models import Label
from ruamsuk.older_pages.queries.labels import with_the_system
from ruamsuk.older_pages.queries.unknown import unknown_labels


@login_required
@require_http_methods(["GET", "POST"])
def labels(request: PageRequest) -> HttpResponse:
    check_may_teach(request.user)
    form = LabelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_label(**form.cleaned_data, by=request.user)
            messages.success(request, _("Saved. Files that are read from now on use it."))
            return redirect("older_pages:labels")
        except Problem as problem:
            show_problem(form, problem)
    own: dict[str, list[Label]] = {}
    for label in Label.objects.order_by("text"):
        own.setdefault(label.part, []).append(label)
    given = with_the_system()
    context = {
        "form": form,
        "parts": [(part.label, own.get(part, []), given.get(part, [])) for part in Part],
    }
    return render(request, "older_pages/labels.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def forget(request: PageRequest, uid: UUID) -> HttpResponse:
    forget_label(label=label_for(request.user, uid), by=request.user)
    messages.success(request, _("Removed. Files that are read from now on do without it."))
    return redirect("older_pages:labels")


@login_required
@require_http_methods(["GET", "POST"])
def unknown(request: PageRequest, uid: UUID) -> HttpResponse:
    """The names of a file that are not known; said what they mean, the file is read again with them."""
    batch = batch_for(request.user, uid)
    form = UnknownLabelsForm(request.POST or None, unknown=unknown_labels(batch))
    if request.method == "POST" and form.is_valid():
        said = form.chosen()
        with transaction.atomic():
            for text, part in said:
                set_label(text=text, part=part, by=request.user)
        if batch.state == BatchState.READY:
            read_again(batch=batch, by=request.user)
        words = ngettext("%(n)s name was added.", "%(n)s names were added.", len(said)) % {"n": len(said)}
        messages.success(request, words)
        return redirect("imports:batch", batch.uid)
    context = {"batch": batch, "form": form, "is_ready": batch.state == BatchState.READY}
    return render(request, "older_pages/unknown.html", context, status=422 if form.errors else 200)
