"""Pages of people, posts, invitations, roles and one's own account."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from ruamsuk.accounts import access, actions, queries
from ruamsuk.accounts.choices import ROLES, Role, ScopeKind
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.forms import (
    ApiTokenForm,
    EndRoleForm,
    GiveRoleForm,
    InvitationForm,
    JoinForm,
    PeopleFilter,
    PostForm,
    ProfileForm,
)
from ruamsuk.accounts.links import join_address
from ruamsuk.accounts.models import Scope, User
from ruamsuk.accounts.places import is_closed, page_of_place
from ruamsuk.accounts.problems import PlaceClosed
from ruamsuk.accounts.verbs import INVITE, READ, all_verbs
from ruamsuk.areas.access import area_for
from ruamsuk.core.calendar import arabic, day_text
from ruamsuk.core.forms import show_problem
from ruamsuk.core.hubs import tabs_of
from ruamsuk.core.limits import limited
from ruamsuk.core.paging import Page
from ruamsuk.core.problems import Problem

SHOWN_ONCE = "shown_once"  # in the session: a secret on its way from the action to the next page


def _answer(request: PageRequest, template: str, form: Any = None, **words: Any) -> HttpResponse:
    """The page; with 422 when its form was sent and is wrong."""
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **words}, status=status)


# People


@login_required
@require_safe
def people(request: PageRequest) -> HttpResponse:
    access.require(request.user, READ)
    filters = PeopleFilter(request.GET or None)
    chosen = filters.cleaned_data if filters.is_bound and filters.is_valid() else {}
    named = access.signs_in_as(request.user, chosen["typed"]) if chosen.get("typed") else None
    found = queries.people_found(access.visible_people(request.user, READ), named=named, **chosen)
    page = Page(request, queries.with_running_posts(found), order=("sort_key", "pk"))
    return render(
        request,
        "accounts/people.html",
        {"filters": filters, "page": page, "may_invite": access.may(request.user, INVITE)},
    )


@login_required
@require_safe
def person(request: PageRequest, uid: UUID) -> HttpResponse:
    someone = access.person_for(request.user, uid, READ)
    posts = list(queries.posts_of(someone))
    may_end = {grant.pk for grant in posts if grant.is_unended and access.may_end(request.user, grant)}
    return render(
        request,
        "accounts/person.html",
        {
            "person": someone,
            "posts": posts,
            "may_end": may_end,
            "may_manage": access.may_manage(request.user, someone),
            "may_give": access.may(request.user, INVITE),
        },
    )


@login_required
@require_POST
def close_account(request: PageRequest, uid: UUID) -> HttpResponse:
    someone = access.person_for(request.user, uid, INVITE)
    actions.deactivate_user(user=someone, by=request.user)
    return redirect("accounts:person", uid)


@login_required
@require_POST
def open_account(request: PageRequest, uid: UUID) -> HttpResponse:
    someone = access.person_for(request.user, uid, INVITE)
    actions.reactivate_user(user=someone, by=request.user)
    return redirect("accounts:person", uid)


@login_required
@require_POST
@limited("password-link", per_minute=5)
def password_link(request: PageRequest, uid: UUID) -> HttpResponse:
    """The link is shown in this answer only; it is kept nowhere."""
    someone = access.person_for(request.user, uid, INVITE)
    link = actions.make_password_link(user=someone, by=request.user)
    return render(request, "accounts/password_link.html", {"person": someone, "link": link})


# Posts


def _chosen_scope(request: PageRequest) -> Scope | None:
    """The fund, organisation or project from whose page the form was opened (?scope=…)."""
    typed = arabic(request.GET.get("scope", ""))
    if not typed.isdecimal() or len(typed) > 18:
        return None
    scope = access.scope_for(request.user, int(typed), INVITE)
    if is_closed(scope):
        raise PlaceClosed(place=str(scope))
    return scope


def _preset(request: PageRequest) -> dict[str, object]:
    """What the page knew from which the form was opened: `?role=`, and for posts in areas `?area=` (its code)."""
    return {
        "role": request.GET.get("role", ""),
        "area": request.focus.area if request.GET.get("area") else None,
    }


def _other_places(request: PageRequest, scope: Scope | None) -> dict[str, object]:
    """Without a fixed place the form is for areas; below it the other places where one gives posts are chosen."""
    if scope:
        return {}
    typed = request.GET.get("q", "").strip()[:100]
    rows = access.places_to_give_in(request.user, typed).select_related("area__parent__parent")
    return {"places": Page(request, rows, order=("kind", "label", "pk"), size=20), "typed": typed}


@login_required
@never_cache
@require_safe
def place(request: PageRequest, pk: int) -> HttpResponse:
    """Who holds which post in a fund, an organisation, a project; and who may be invited to it, by whom."""
    return _people_of(request, access.place_for(request.user, pk))


@login_required
@never_cache
@require_safe
def area_place(request: PageRequest, pk: int) -> HttpResponse:
    """The same for an area."""
    return _people_of(request, access.area_place_for(request.user, area_for(request.user, pk, READ)))


def _people_of(request: PageRequest, scope: Scope) -> HttpResponse:
    context = {"place": scope, "back": page_of_place(scope), **place_context(request, scope)}
    return render(request, "accounts/place.html", context)


def place_context(request: PageRequest, scope: Scope) -> dict[str, object]:
    """What `accounts/_duties.html` shows, on a page of whoever owns the place, too."""
    where = f"area={scope.area.code}" if scope.kind == ScopeKind.AREA else f"scope={scope.pk}"
    duties = access.duties_at(request.user, scope)
    return {
        "duties": duties,
        "invite": f"{reverse('accounts:invite')}?{where}",
        "fills_any": any(duty.may_fill for duty in duties),
        "is_closed": is_closed(scope),
    }


def _post_values(form: PostForm, scope: Scope | None) -> dict[str, Any]:
    values = {key: value for key, value in form.cleaned_data.items() if key != "area"}
    return {**values, "scope": scope or form.cleaned_data["area"]}


@login_required
def give_role(request: PageRequest, uid: UUID) -> HttpResponse:
    access.require(request.user, INVITE)
    someone = access.person_for(request.user, uid, READ)
    scope = _chosen_scope(request)
    start = _preset(request)
    form = GiveRoleForm(request.POST or None, user=cast(User, request.user), scope=scope, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_role(user=someone, by=request.user, **_post_values(form, scope))
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("The post is given."))
            return redirect("accounts:person", uid)
    return _answer(
        request, "accounts/give_role.html", form, person=someone, scope=scope, **_other_places(request, scope)
    )


@login_required
def end_role(request: PageRequest, uid: UUID) -> HttpResponse:
    grant = access.grant_to_end_for(request.user, uid)
    form = EndRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_role(
                grant=grant,
                ends_on=form.cleaned_data["ends_on"],
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("The post is ended."))
            return redirect("accounts:person", grant.user.uid)
    return _answer(request, "accounts/end_role.html", form, grant=grant)


@login_required
@require_safe
def post(request: PageRequest, uid: UUID) -> HttpResponse:
    """A post's people, from when until when, and its handovers."""
    duty = access.post_for(request.user, uid, READ)
    return render(
        request,
        "accounts/post.html",
        {
            "post": duty,
            "holders": queries.newest_first(access.visible_holders(request.user, duty)),
            "handovers": queries.handovers_to_read(
                access.visible_handovers(request.user, READ).filter(post=duty)
            ),
            "tabs": tabs_of("post", request.user, duty),
        },
    )


@login_required
def handover(request: PageRequest, uid: UUID) -> HttpResponse:
    """The record of a handover: read, printed, signed."""
    record = access.handover_for(request.user, uid, READ)
    if request.method == "POST":
        actions.sign_handover(handover=record, by=request.user)
        return redirect("accounts:handover", uid)
    return render(
        request,
        "accounts/handover.html",
        {
            "handover": record,
            "inside": access.reads_what_was_handed(request.user, record),
            "may_sign": record.waits_for(request.user),
        },
    )


@require_safe
def roles(request: PageRequest) -> HttpResponse:
    """Who may do what, straight from the code. No gate: the rules are public."""
    table = [(verb.words, [role for role in Role if role in verb.roles]) for verb in all_verbs()]
    return render(
        request,
        "accounts/roles.html",
        {"roles": [_role_facts(role) for role in Role], "table": table},
    )


def _role_facts(role: Role) -> tuple[Role, Any, list[Role]]:
    """The role, what it is for, and which roles its holder gives to others."""
    return role, ROLES[role].sentence, [given for given in Role if given in ROLES[role].gives]


# Invitations


@login_required
@require_safe
def invitations(request: PageRequest) -> HttpResponse:
    access.require(request.user, INVITE)
    rows = access.visible_invitations(request.user, INVITE).waiting()
    rows = rows.select_related("post__scope__area__parent__parent", "created_by")
    return render(
        request, "accounts/invitations.html", {"page": Page(request, rows, order=("-created_at", "-pk"))}
    )


@login_required
@limited("invitation", per_minute=20)
def invite(request: PageRequest) -> HttpResponse:
    access.require(request.user, INVITE)
    scope = _chosen_scope(request)
    start = _preset(request)
    form = InvitationForm(request.POST or None, user=cast(User, request.user), scope=scope, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.invite_person(by=request.user, **_post_values(form, scope))
        except Problem as problem:
            show_problem(form, problem)
        else:
            return show_once(request, made.token, "accounts:invitation", made.uid)
    return _answer(request, "accounts/invite.html", form, scope=scope, **_other_places(request, scope))


@login_required
@require_safe
@never_cache
def invitation(request: PageRequest, uid: UUID) -> HttpResponse:
    sent = access.invitation_for(request.user, uid, INVITE)
    token = _shown_once(request, uid)
    return render(
        request,
        "accounts/invitation.html",
        {"invitation": sent, "link": join_address(token) if token else ""},
    )


@login_required
@require_POST
@limited("invitation", per_minute=20)
def renew_invitation(request: PageRequest, uid: UUID) -> HttpResponse:
    sent = access.invitation_for(request.user, uid, INVITE)
    made = actions.renew_invitation(invitation=sent, by=request.user)
    return show_once(request, made.token, "accounts:invitation", uid)


@login_required
@require_POST
def revoke_invitation(request: PageRequest, uid: UUID) -> HttpResponse:
    sent = access.invitation_for(request.user, uid, INVITE)
    actions.revoke_invitation(invitation=sent, by=request.user)
    messages.success(request, _("The invitation is taken back. Its link works no more."))
    return redirect("accounts:invitations")


def show_once(request: PageRequest, secret: str | None, page: str, uid: UUID) -> HttpResponse:
    """Leads to the page of a record, which shows the secret this once."""
    request.session[SHOWN_ONCE] = {"for": str(uid), "secret": secret}
    return redirect(page, uid)


def _shown_once(request: PageRequest, uid: UUID) -> str:
    kept = request.session.get(SHOWN_ONCE)
    if kept is None or kept["for"] != str(uid):
        return ""
    del request.session[SHOWN_ONCE]
    return kept["secret"]


@never_cache
@sensitive_post_parameters()
@limited("join", per_minute=20)
def join(request: PageRequest, token: str) -> HttpResponse:
    """Opened by the link of an invitation: makes an account, or gives the post to who is signed in."""
    invited = actions.open_invitation(token)
    by = request.user if request.user.is_authenticated else None
    start = {"name": invited.name, "email": invited.email}
    form = None if by else JoinForm(request.POST or None, initial=start)
    if request.method == "POST" and (form is None or form.is_valid()):
        names = ("name", "username", "email", "password")
        typed = {name: form.cleaned_data[name] for name in names} if form else {}
        try:
            user = actions.accept_invitation(token=token, by=by, **typed)
        except Problem as problem:
            if form is None or problem.field not in form.fields:
                raise
            show_problem(form, problem)
        else:
            if by is None:
                login(request, user, backend="ruamsuk.accounts.backends.AccountBackend")
            messages.success(
                request,
                _("Welcome. Your post is in force from %(day)s.") % {"day": day_text(invited.starts_on)},
            )
            return redirect("/")
    return _answer(request, "accounts/join.html", form, invitation=invited, spec=ROLES[invited.post.role])


# One's own account


@login_required
@limited("profile", per_minute=20)  # a name that is taken says so
def profile(request: PageRequest) -> HttpResponse:
    names = ("name", "username", "email")
    form = ProfileForm(request.POST or None, initial={name: getattr(request.user, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_profile(user=request.user, by=request.user, **form.cleaned_data)
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:profile")
    return _answer(request, "accounts/profile.html", form, posts=queries.posts_of(cast(User, request.user)))


@login_required
@never_cache
@limited("token", per_minute=20)
def api_tokens(request: PageRequest) -> HttpResponse:
    form = ApiTokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_api_token(by=request.user, **form.cleaned_data)
        except Problem as problem:
            show_problem(form, problem)
        else:
            return show_once(request, made.token, "accounts:api-token", made.uid)
    tokens = cast(User, request.user).api_tokens.order_by("-created_at", "-pk")
    return _answer(request, "accounts/api_tokens.html", form, tokens=tokens)


@login_required
@require_safe
@never_cache
def api_token(request: PageRequest, uid: UUID) -> HttpResponse:
    api_token = access.api_token_for(request.user, uid)
    return render(
        request, "accounts/api_token.html", {"token": api_token, "secret": _shown_once(request, uid)}
    )


@login_required
@require_POST
def revoke_api_token(request: PageRequest, uid: UUID) -> HttpResponse:
    actions.revoke_api_token(api_token=access.api_token_for(request.user, uid), by=request.user)
    messages.success(request, _("The key works no more."))
    return redirect("accounts:api-tokens")
