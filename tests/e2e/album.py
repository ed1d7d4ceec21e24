"""An album, as an owner of photos builds it: the smallest page that uses the upload widget of `files`.

For tests only. TIRED holds answers of a server under strain: each is given once instead of the real one.
"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from ruamsuk.config.urls import handler404
from ruamsuk.config.urls import urlpatterns as product
from ruamsuk.files import actions
from ruamsuk.files.answers import is_one_by_one, not_taken, taken
from ruamsuk.files.choices import FileKind
from ruamsuk.files.forms import UploadsField
from ruamsuk.files.models import StoredFile

TIRED: dict[str, int] = {}  # name of a file → status of the first answer
PAGE = Template(
    """{% extends "core/base.html" %}{% block content %}{% page "Album" %}{% endpage %}{% form_errors form %}
    <ul id="album">{% for file in files %}<li>{{ file.name }}</li>{% endfor %}</ul>
    <form method="post" enctype="multipart/form-data">{% csrf_token %}{% op_id %}
    {% include "files/_upload.html" with field=form.photos done_url=here %}</form>{% endblock %}"""
)


class AlbumForm(forms.Form):
    photos = UploadsField(label="Photos", kind=FileKind.PHOTO)


@require_http_methods(["GET", "POST"])
def album(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and (status := TIRED.pop(next(iter(request.FILES.values())).name, 0)):
        return HttpResponse(status=status, headers={"Location": "/accounts/login/"} if status == 302 else {})
    form = AlbumForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if form.is_valid():
            for upload in form.cleaned_data["photos"]:
                actions.receive_file(upload=upload, by=None)
            return taken(request, reverse("album"))
        if is_one_by_one(request):
            return not_taken(form)
    context = {"form": form, "files": StoredFile.objects.order_by("pk"), "here": reverse("album")}
    return HttpResponse(PAGE.render(RequestContext(request, context)), status=422 if form.errors else 200)


urlpatterns = [path("album/", album, name="album"), *product]
__all__ = ["handler404", "urlpatterns"]
