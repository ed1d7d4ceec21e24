"""The stored fold: written with the row, and found quickly where there are many."""

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from ruamsuk.accounts.models import User
from ruamsuk.core.searching import Pieces, PiecesIndex, WordsIndex, containing, fold
from ruamsuk.organizations.actions import add_organization
from ruamsuk.organizations.models import Organization

TYPED = st.text(st.sampled_from("กขนำํา้่เแ ๑๒12aA-.()\u200b"), max_size=20)


@given(TYPED, TYPED)
def test_a_word_is_found_in_a_text_that_holds_it_alone(text, word):
    assert fold(word) in fold(f"{text} {word} {text}")


@pytest.mark.django_db
def test_saving_one_column_saves_the_fold_with_it_and_others_leave_it(django_assert_num_queries):
    user = User.objects.create(username="a", name="เเก้ว  (ครู)")
    assert User.objects.get(containing("แก้วครู")) == user
    user.name = "กล้า"
    user.save(update_fields=["name"])
    assert User.objects.get(containing("กล้า")) == user
    with django_assert_num_queries(1) as asked:
        user.save(update_fields=["language"])
    assert "folded" not in asked[0]["sql"]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no index of this kind")
def test_every_index_of_words_is_one_that_postgresql_searches_with():
    with connection.cursor() as cursor:
        # Only such an index can answer otherwise than by going through all rows, of the table or of its keys.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    found = [
        (index.name in model._base_manager.filter(containing("น้ำดื่ม")).explain())
        for model in apps.get_models()
        for index in model._meta.indexes
        if isinstance(index, WordsIndex)
    ]
    assert found
    assert all(found)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is asked by the table of pieces")
def test_every_index_of_pieces_is_one_that_postgresql_searches_with():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    found = {
        index.name: model._base_manager.filter(folded__holds=Pieces((("กิจกรรม", "กาย"),))).explain()
        for model in apps.get_models()
        for index in model._meta.indexes
        if isinstance(index, PiecesIndex)
    }
    assert found
    assert all(name in plan for name, plan in found.items())


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite copies a table to alter it")
def test_a_table_that_is_altered_keeps_its_pieces(area):
    def held(piece: str) -> int:
        return Organization.objects.filter(folded__holds=Pieces(((piece,),))).count()

    def added(name: str) -> Organization:
        return add_organization(name=name, kind="community", home_area=area("900101"), by=None)

    one = added("ชมรมว่ายน้ำ")
    with connection.schema_editor() as editor:
        editor._remake_table(Organization)
    added("ชมรมปลูกผัก")
    assert (held("วายนำ"), held("ปลูกผัก")) == (1, 1)
    one.name = "ชมรมปั่นจักรยาน"
    one.save()
    assert (held("วายนำ"), held("จักรยาน")) == (0, 1)
    Organization.objects.all().delete()
    assert (held("จักรยาน"), held("ปลูกผัก")) == (0, 0)
