"""The pages around the work: home, front page, the whole menu, own settings, and the choice of place and year."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ruamsuk.accounts.access import grants_of
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.focus import SESSION_AREA, SESSION_YEAR, Focus, PageRequest
from ruamsuk.accounts.models import Grant, User
from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import search as areas_called
from ruamsuk.core.limits import limited
from ruamsuk.core.spelling import read
from ruamsuk.core.text import tidy
from ruamsuk.core.todo import grouped
from ruamsuk.dashboards.glance import glance
from ruamsuk.projects import queries as projects
from ruamsuk.web import actions, queries
from ruamsuk.web.first_steps import FIRST_STEPS, set_up_steps
from ruamsuk.web.forms import THEMES, FocusForm, SearchForm, SettingsForm

MOST_TYPED = 200  # letters in the search box
MOST_RECENT = 8  # searches that are offered again
SESSION_SEARCHES = "searches"
MOST_PLACES = 20  # offered where several are called so
YEAR_SECONDS = 365 * 24 * 60 * 60


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """My tasks for those who are signed in; what this is, and how the country stands, for everyone else."""
    if not request.user.is_authenticated:
        country = Area.objects.filter(kind=AreaKind.COUNTRY).first()  # None: the areas are not loaded yet
        seen = glance(request.user, country, cast(PageRequest, request).focus.year) if country else None
        return render(request, "web/front.html", {"glance": seen})
    user = cast(User, request.user)
    grants = grants_of(user)
    step = FIRST_STEPS[grants[0].post.role] if grants else None
    steps = set_up_steps(user)
    tasks = queries.tasks_for(user)
    looks = _looked_after(request, grants)
    context = {
        "tasks": grouped(tasks),
        "tasks_count": len(tasks),
        "coming": [] if tasks else projects.coming_for(user),
        "glance": glance(user, looks.area, looks.year) if looks else None,
        "grants": grants,
        "step": step,
        "set_up": steps,
        "set_up_done": sum(one.is_done for one in steps),
    }
    return render(request, "web/home.html", context)


def _looked_after(request: HttpRequest, grants: Sequence[Grant]) -> Focus | None:
    """The area and year in focus, of who answers for an area that is more than a fund's."""
    if any(grant.post.scope.kind == ScopeKind.AREA for grant in grants):
        return cast(PageRequest, request).focus
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@limited("search", per_minute=60)
def search(request: PageRequest) -> HttpResponse:
    """What of all nouns holds the words, as far as the reader may see it: a few of each, and the way to the rest.

    What one found lately is offered again, until one signs out or forgets it (POST).
    """
    if request.method == "POST":
        request.session.pop(SESSION_SEARCHES, None)
        return redirect("web:search")
    form = SearchForm(request.GET, years=request.focus.years)
    noun, year = form.chosen
    wanted = read(tidy(request.GET.get("q", ""))[:MOST_TYPED], year)
    found = queries.found_of_all(request.user, wanted, noun) if wanted.typed else None
    recent = request.session.get(SESSION_SEARCHES, [])
    if found and found.groups and request.user.is_authenticated and recent[:1] != [wanted.typed]:
        others = [one for one in recent if one != wanted.typed]
        request.session[SESSION_SEARCHES] = [wanted.typed, *others][:MOST_RECENT]
    context = {
        "form": form,
        "recent": recent,
        "words": wanted.typed,
        "found": found,
        "is_filtered": bool(noun or year),
        "elsewhere": bool(found and not found.groups and year)
        and queries.years_found(request.user, wanted, noun),
    }
    return render(request, "web/search.html", context)


@require_safe
@limited("search", per_minute=60)
def place(request: PageRequest) -> HttpResponse:
    """From the name of where somebody lives to what happens there: at once, where only one place is meant."""
    words = tidy(request.GET.get("q", ""))[:MOST_TYPED]
    found = areas_called(words, limit=MOST_PLACES) if words else []
    if len(found) == 1:
        return redirect(f"{reverse('dashboards:counts')}?area={found[0].code}")
    return render(request, "web/place.html", {"words": words, "found": found})


@login_required
@require_GET
def more(request: HttpRequest) -> HttpResponse:
    """The whole menu on one page, for phones."""
    return render(request, "web/more.html")


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")  # "back" must not find the form alone
def focus(request: PageRequest) -> HttpResponse:
    """Keeps the area and year in the session and returns to the page, without the ones its address may name.

    The top line fetches the form when someone opens it; without JavaScript it is a page of its own.
    """
    looking_at = request.focus
    form = FocusForm(
        request.POST or None, focus=looking_at, initial={"area": looking_at.area.pk, "year": looking_at.year}
    )
    if request.method == "POST" and form.is_valid():
        request.session[SESSION_AREA] = form.cleaned_data["area"].pk
        request.session[SESSION_YEAR] = form.cleaned_data["year"]
        return redirect(_back(request, without=("area", "year", "after", "before")))
    template = "web/focus.html#form" if request.htmx else "web/focus.html"
    next_page = request.POST.get("next") or request.GET.get("next", "/")
    return render(request, template, {"form": form, "next": next_page}, status=422 if form.is_bound else 200)


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """The switches of language and colours in the top line: kept in a cookie, and with the person who is signed in."""
    response = redirect(_back(request))
    offered = {
        "language": {code for code, _name in settings.LANGUAGES},
        "theme": {code for code, _name in THEMES},
    }
    chosen = {name: typed for name in offered if (typed := request.POST.get(name)) in offered[name]}
    if chosen and request.user.is_authenticated:
        actions.choose_settings(user=request.user, by=request.user, **chosen)  # type: ignore[arg-type]
    return _remember(response, chosen)


@login_required
@require_http_methods(["GET", "POST"])
def own_settings(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    kept = {"language": user.language, "theme": user.theme, "wants_digest": user.wants_digest}
    form = SettingsForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        actions.choose_settings(user=user, by=user, **form.cleaned_data)
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Your settings are saved."))
        return _remember(redirect("web:settings"), form.cleaned_data)
    status = 422 if form.is_bound else 200
    return render(request, "web/settings.html", {"form": form, "grants": grants_of(user)}, status=status)


def _remember(response: HttpResponseRedirect, chosen: Mapping[str, object]) -> HttpResponseRedirect:
    """The device keeps language and colours, for pages before signing in."""
    secure = settings.LANGUAGE_COOKIE_SECURE
    for name in ("language", "theme"):
        if name in chosen:
            response.set_cookie(name, str(chosen[name]), max_age=YEAR_SECONDS, secure=secure, samesite="Lax")
    return response


def _back(request: HttpRequest, *, without: tuple[str, ...] = ()) -> str:
    """The page that the form stood on (its `next`), never an address of another site."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    if not ours or not address.startswith("/"):  # a bare word would be taken for the name of a page
        return "/"
    path, _mark, query = address.partition("?")
    kept = [pair for pair in query.split("&") if pair and pair.partition("=")[0] not in without]
    return f"{path}?{'&'.join(kept)}" if kept else path
