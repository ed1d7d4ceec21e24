"""Answers of owners' views that have to do with files. The owner's gate comes first; there is no address of a file."""

from django.forms import BaseForm
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from ruamsuk.files.choices import FileState, Variant
from ruamsuk.files.models import StoredFile
from ruamsuk.files.places import place, root, storage
from ruamsuk.files.problems import ContentMissing, NotReadyYet, NotShown


def respond(request: HttpRequest, file: StoredFile, variant: Variant = Variant.STANDARD) -> HttpResponseBase:
    """The bytes of a file to somebody who has passed the owner's gate.

    Photos are shown in the page (`variant`: large or thumbnail), documents are offered for saving. Content under
    a uid never changes, so browsers keep it; they ask each time whether they may still show it, since who may see a
    photo changes. Shared caches keep nothing.
    """
    if file.state == FileState.RECEIVED:
        raise NotReadyYet
    if file.state == FileState.REFUSED:
        raise NotShown(why=str(file.refusal))
    if not file.is_photo:
        variant = Variant.ORIGINAL
    etag = f'"{file.uid.hex}-{variant}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)  # 304: nothing to send
    if response is None:
        with storage():
            try:
                content = place(file.uid, variant).open("rb")
            except FileNotFoundError:
                if not root().is_dir():  # the whole storage is away, e.g. not mounted
                    raise
                raise ContentMissing from None
        charset = "; charset=utf-8" if file.media_type.startswith("text/") else ""
        response = FileResponse(content, content_type=file.media_type + charset)
        disposition = content_disposition_header(as_attachment=not file.is_photo, filename=file.name)
        response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = etag
    return response


def is_one_by_one(request: HttpRequest) -> bool:
    """Did the page's script send this one file of many?"""
    return request.headers.get("X-Upload") == "one"


def taken(request: HttpRequest, url: str) -> HttpResponse:
    """After files were received: the script hears 201 and goes on; a plain form is led to `url`."""
    return HttpResponse(status=201, headers={"Location": url}) if is_one_by_one(request) else redirect(url)


def not_taken(form: BaseForm) -> JsonResponse:
    """Tells the script in words why a file was refused (422)."""
    errors = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"detail": " ".join(errors)}, status=422)
