"""Comments, as an owner's view uses them."""

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.template.loader import render_to_string

from ruamsuk.comments import actions
from ruamsuk.comments.forms import CommentForm
from ruamsuk.comments.models import Comment, Thread
from ruamsuk.comments.queries import comments_of, newest_comments
from ruamsuk.comments.views import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread():
    return Thread.objects.create()


@pytest.fixture
def malee(person):
    return person("Malee")


def post(rf, by, **data):
    request = rf.post("/", data)
    request.user = by
    return request


def test_a_comment_is_added_about_a_section(rf, thread, malee):
    assert take(post(rf, malee, text=" ขอที่มา ", about="situation"), thread).is_valid()
    (comment,) = comments_of(thread, about="situation")
    assert (comment.text, comment.by) == ("ขอที่มา", malee)
    assert not comments_of(thread, about="budget")


def test_an_empty_comment_is_refused(rf, thread, malee):
    assert not take(post(rf, malee, text="   "), thread).is_valid()
    assert not Comment.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add_comment(thread=thread, text="  ", by=malee)


def test_a_comment_is_settled_once_by_the_first(rf, thread, malee, person):
    comment = actions.add_comment(thread=thread, text="x", by=malee)
    wichai = person("Wichai")
    take(post(rf, wichai, resolve=str(comment.uid)), thread)
    take(post(rf, malee, resolve=str(comment.uid)), thread)
    comment.refresh_from_db()
    assert comment.resolved_by == wichai
    assert not Comment.objects.open().exists()


@pytest.mark.parametrize("named", ["of another thread", "no id at all"])
def test_comments_of_another_owner_are_not_there(named, rf, thread, malee):
    other = actions.add_comment(thread=Thread.objects.create(), text="x", by=malee)
    with pytest.raises(Http404):
        take(post(rf, malee, resolve=str(other.uid) if "thread" in named else "1"), thread)
    assert Comment.objects.open().count() == 1


def test_the_fragment_offers_a_form_only_to_who_may_comment(rf, thread, malee, django_assert_num_queries):
    for n in range(5):
        actions.add_comment(thread=thread, text=f"ข้อ {n}", by=malee)
    with django_assert_num_queries(1):
        words = {"comments": newest_comments(rf.get("/"), thread), "comment_url": "/proposals/1/comments/"}
        page = render_to_string("comments/_thread.html", words, post(rf, malee))
    assert "ข้อ 4" in page
    assert "<form" not in page
    page = render_to_string("comments/_thread.html", words | {"comment_form": CommentForm()}, post(rf, malee))
    assert 'action="/proposals/1/comments/"' in page
