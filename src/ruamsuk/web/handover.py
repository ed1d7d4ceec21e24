"""The handover page: a post's open tasks are collected from all apps, and the post goes to a successor."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_safe

from ruamsuk.accounts import access, actions
from ruamsuk.accounts.choices import roles_giving
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.forms import HandoverForm
from ruamsuk.accounts.models import Grant, Post, User
from ruamsuk.accounts.queries import handovers_to_read, successors_for
from ruamsuk.accounts.verbs import HAND_OVER, READ
from ruamsuk.core.calendar import day_text
from ruamsuk.core.forms import show_problem
from ruamsuk.core.problems import NotAllowed, Problem
from ruamsuk.core.todo import Todo
from ruamsuk.web.queries import tasks_for


@login_required
@require_safe
def handovers(request: PageRequest) -> HttpResponse:
    """Posts that one may hand over, and the handovers that wait for a signature."""
    people = access.visible_people(request.user, READ)
    posts = Grant.objects.running().filter(
        post__in=access.visible_posts(request.user, HAND_OVER), user__in=people
    )
    posts = posts.select_related("post__scope__area__parent__parent", "user").order_by(
        "user__sort_key", "pk"
    )[:200]
    offered = [grant for grant in posts if access.may_hand_over(request.user, grant.post, grant.user)]
    records = handovers_to_read(access.visible_handovers(request.user, READ))
    return render(request, "web/handovers.html", {"offered": offered, "records": records})


@login_required
def handover(request: PageRequest, uid: UUID, giver: UUID) -> HttpResponse:
    """Hands one holder's post over: shows what is open, asks for whom and when, keeps the list."""
    post = access.post_for(request.user, uid, READ)
    grant = post.grants.running().filter(user__uid=giver).select_related("user").first()
    if grant is None:
        raise Http404
    if not access.may_hand_over(request.user, post, grant.user):
        holder = [grant.user.name] if post.may(HAND_OVER) else []
        raise NotAllowed(who=", ".join([*holder, *roles_giving(post.role)]))
    open_work = tasks_of(post, grant.user)
    people = successors_for(post, access.visible_people(request.user, READ)).exclude(pk=grant.user_id)
    form = HandoverForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.hand_over(
                post=post,
                from_user=grant.user,
                tasks=[frozen(item) for item in open_work],
                by=request.user,
                **form.cleaned_data,
            )
        except Problem as problem:
            show_problem(form, problem)
        else:
            return redirect("accounts:handover", made.uid)
    status = 422 if form.is_bound else 200
    words = {"post": post, "giver": grant.user, "form": form, "tasks": [frozen(item) for item in open_work]}
    return render(request, "web/handover.html", words, status=status)


def tasks_of(post: Post, holder: User) -> list[Todo]:
    """What is open in this post. Tasks that name no post go with the holder's only post."""
    only = holder.grants.running().count() == 1
    return [item for item in tasks_for(holder) if item.post_id == post.pk or (item.post_id is None and only)]


def frozen(item: Todo) -> dict[str, object]:
    """A task as it stands in the record of a handover (accounts.models.Handover)."""
    due = day_text(item.due_on) if item.due_on else ""
    return {"kind": item.icon, "title": item.title, "detail": item.detail, "url": item.url, "due_on": due}


urlpatterns = [
    path("handover/", handovers, name="handovers"),
    path("handover/<uuid:uid>/<uuid:giver>/", handover, name="handover"),
]
