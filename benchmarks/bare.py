"""The yardstick: Django as `startproject` leaves it, one signed-in page of 50 rows, one query of its own.

Every page of Ruamsuk is measured as a multiple of this one, in the same run, so that a figure means the same on
another machine.
"""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import Template, engines
from django.urls import path

from benchmarks.contributions import insert
from ruamsuk.projects.models import Project

ROWS = 50
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Projects</title></head>
<body>
<p>{{ user.name }}</p>
<h1>Projects</h1>
<table>
<thead><tr><th>Code</th><th>Name</th><th>Year</th><th>Budget</th><th>Approved</th><th>Status</th></tr></thead>
<tbody>
{% for project in projects %}<tr>
<td>{{ project.code }}</td>
<td><a href="{% url "project" project.uid %}">{{ project.title }}</a></td>
<td>{{ project.fiscal_year }}</td>
<td>{{ project.budget_satang }}</td>
<td>{{ project.approved_on|date }}</td>
<td>{{ project.get_status_display }}</td>
</tr>
{% endfor %}</tbody>
</table>
</body>
</html>
"""


@lru_cache
def _template() -> Template:
    return engines["django"].from_string(PAGE)


def page(request: HttpRequest, uid: Any = None) -> HttpResponse:
    return HttpResponse(_template().render({"projects": Project.objects.order_by("-pk")[:ROWS]}, request))


def row(request: HttpRequest) -> HttpResponse:
    """Somebody signed in has one row stored."""
    insert()
    return JsonResponse({"by": request.user.pk})


urlpatterns = [
    path("bare/", page, name="bare"),
    path("bare/row/", row),
    path("bare/<uuid:uid>/", page, name="project"),
]
