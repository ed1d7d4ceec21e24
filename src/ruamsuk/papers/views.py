"""Papers are asked for on the page of their record, made in the background, and fetched by who asked."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ruamsuk.accounts.access import require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.limits import limited
from ruamsuk.core.text import in_thai
from ruamsuk.papers import actions, sheets
from ruamsuk.papers.access import layout_for, paper_for, paper_to_take_for
from ruamsuk.papers.choices import PaperKind
from ruamsuk.papers.documents import DOCUMENTS
from ruamsuk.papers.forms import LayoutForm
from ruamsuk.papers.verbs import EDIT_LAYOUTS

PER_MINUTE = 20


@login_required
@require_POST
@limited("paper", per_minute=PER_MINUTE)
def ask(request: PageRequest, uid: UUID, document: str) -> HttpResponse:
    """The gate of the record's page first; the paper is made of what that page shows to the same person."""
    asked = DOCUMENTS[document]
    thing = asked.thing_for(request.user, uid)
    year = request.focus.year if asked.is_of_year else None
    wanted = request.POST.get("kind", "")
    kind = PaperKind(wanted) if wanted in asked.kinds else asked.kinds[0]
    with in_thai():
        name = f"{asked.label} {thing}"
    paper = actions.ask_for_paper(
        document=asked, of=uid, fiscal_year=year, kind=kind, name=name, by=request.user
    )
    return redirect("papers:paper", paper.uid)


@login_required
@require_safe
@never_cache
def paper(request: PageRequest, uid: UUID) -> HttpResponse:
    """How it stands; ready, it is fetched here."""
    paper = paper_for(request.user, uid)
    document = DOCUMENTS[paper.document]
    return render(request, "papers/paper.html", {"paper": paper, "document": document})


@login_required
@require_safe
@never_cache  # persons may stand in it
def paper_file(request: PageRequest, uid: UUID) -> HttpResponseBase:
    paper = paper_to_take_for(request.user, uid)
    content = paper.place.open("rb")
    return FileResponse(
        content, as_attachment=True, filename=paper.file_name, content_type=TYPES[PaperKind(paper.kind)]
    )


TYPES = {
    PaperKind.PDF: "application/pdf",
    PaperKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@login_required
@require_safe
def layouts(request: PageRequest) -> HttpResponse:
    """All documents, and whether somebody has signed how they are laid out."""
    require(request.user, EDIT_LAYOUTS)
    rows = [(document, sheets.layout_of(document)) for document in DOCUMENTS.values()]
    return render(request, "papers/layouts.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def layout(request: PageRequest, document: str) -> HttpResponse:
    """The text by which a document is laid out, with all places that it may name."""
    of = layout_for(request.user, document)
    used = sheets.layout_of(of)
    form = LayoutForm(request.POST or None, document=of, initial={"text": used.text})
    if request.method == "POST" and form.is_valid():
        actions.write_layout(document=of, by=request.user, text=form.cleaned_data["text"])
        messages.success(
            request, _("The layout is in use. Papers say that it is unverified until it is signed.")
        )
        return redirect("papers:layout", document)
    context = {
        "document": of,
        "used": used,
        "form": form,
        "words": {f"{{{place}}}": label for place, label in of.words().items()},
        "parts": {f"{{{place}}}": label for place, (label, _template) in of.parts.items()},
    }
    return render(request, "papers/layout.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def layout_sign(request: PageRequest, document: str) -> HttpResponse:
    actions.sign_layout(document=layout_for(request.user, document), by=request.user)
    messages.success(request, _("The layout is signed. Papers no longer say that it is unverified."))
    return redirect(reverse("papers:layouts"))
