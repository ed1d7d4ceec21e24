"""No page of its own: the step that an owner's view takes with what was posted from `comments/_thread.html`."""

from uuid import UUID

from django.http import Http404

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.comments import actions
from ruamsuk.comments.forms import CommentForm
from ruamsuk.comments.models import Thread
from ruamsuk.comments.queries import comments_of


def take(request: PageRequest, thread: Thread) -> CommentForm:
    """Adds the comment or settles the one named by `resolve`. Check the gate first.

    form = take(request, proposal.thread)
    if form.is_valid():
        return redirect(…)
    return render(…, {"comment_form": form, …}, status=422)
    """
    if named := request.POST.get("resolve"):
        try:
            comment = comments_of(thread).filter(uid=UUID(named)).first()
        except ValueError:
            comment = None
        if comment is None:
            raise Http404
        actions.resolve_comment(comment=comment, by=request.user)
        return CommentForm({"text": comment.text})
    form = CommentForm(request.POST)
    if form.is_valid():
        actions.add_comment(thread=thread, by=request.user, **form.cleaned_data)
    return form
