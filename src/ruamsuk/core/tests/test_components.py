"""Components: the gallery shows them all; a mistake in a template fails at once."""

import re

import pytest
from django import forms
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.template import Context, Template, TemplateSyntaxError

from ruamsuk.core.forms import DayField
from ruamsuk.core.templatetags import ui
from ruamsuk.core.undo import TAG

pytestmark = pytest.mark.django_db


def drawn(source: str, **context) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_gallery_shows_every_component_in_both_languages(client, language):
    client.cookies["language"] = language
    page = client.get("/ui/").content.decode()
    shown = [*ui.BUTTON_KINDS.values()] + [f"notice-{tone}" for tone in ui.NOTICE_TONES]
    shown += [f"tone-{tone}" for tone in ui.BADGE_TONES]
    shown += ["page-head", "crumbs", "stat-bad", "table-wrap", "empty-box", "meter", "facts", "pager", "todo"]
    shown += ["error-summary", "field-error", "form-check", "op_id", "data-copy"]
    assert [name for name in shown if name not in page] == []
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1


def test_every_sentence_of_the_gallery_changes_with_the_language(client):
    def sentences(language: str) -> set[str]:
        client.cookies["language"] = language
        content = client.get("/ui/").content.decode().split("<main")[1].split("</main>")[0]
        icons = content.index('<ul class="swatches">')
        texts = re.findall(r">([^<>]*[A-Za-zก-๙][^<>]*)<", content[:icons])
        return {text.strip() for text in texts}

    # codes and signs are the same in every language
    assert sentences("th") & sentences("en") <= {"L5275"}


def test_an_unknown_icon_tone_or_kind_is_refused():
    assert "icons.svg#home" in drawn('{% icon "home" %}')
    for wrong in ('{% icon "hoem" %}', '{% badge "x" tone="good" %}', '{% submit "x" kind="main" %}'):
        with pytest.raises(TemplateSyntaxError):
            drawn(wrong)
    with pytest.raises(TemplateSyntaxError):
        Template('{% badge "x" tune="ok" %}')


def test_what_people_typed_is_never_read_as_html():
    page = drawn(
        "{% badge text %}{% card text %}{{ text }}{% endcard %}{% page text sub=text %}{% endpage %}",
        text="<b>",
    )
    assert "<b>" not in page
    assert page.count("&lt;b&gt;") == 5


def test_buttons_of_one_name_are_told_apart_by_those_who_hear_them():
    for tag in ('submit "Choose" spoken=row', 'link_button "Choose" "/" spoken=row'):
        shown = drawn("{% " + tag + " %}", row="<Water>")
        assert 'Choose<span class="visually-hidden">: &lt;Water&gt;</span></' in shown
    assert "visually-hidden" not in drawn('{% submit "Choose" %}')


def test_a_status_speaks_by_icon_and_word_not_by_colour_alone():
    for tone, icon in ui.BADGE_TONES.items():
        badge = drawn('{% badge "word" tone=tone %}', tone=tone)
        assert "word" in badge
        assert not icon or f"#{icon}" in badge


class OneForm(forms.Form):
    name = forms.CharField(label="Name", help_text="Full name")
    way = forms.ChoiceField(label="Way", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    reads = forms.BooleanField(label="Has read")
    note = forms.CharField(label="Note", required=False)


def test_errors_stand_at_the_top_and_beside_their_field_and_are_linked_to_it():
    page = drawn("{% form_errors form %}{{ form }}", form=OneForm({}))
    assert 'role="alert"' in page
    for target in ("id_name", "id_way", "id_reads"):
        assert f'href="#{target}"' in page
        assert page.count(f'id="{target}"') == 1
        assert f'id="{target}_error"' in page
    assert re.search(r'<input[^>]*name="name"[^>]*aria-describedby="id_name_helptext id_name_error"', page)
    assert re.search(r'<fieldset\s+id="id_way"[^>]*aria-describedby="id_way_error"', page)


def marked(page):
    return re.findall(r'is-required"[^>]*>\s*(\w+)', page)


def test_a_form_marks_what_must_be_filled_in_and_says_once_what_the_mark_means():
    page = drawn("{% form_errors form %}{{ form }}", form=OneForm({"name": "x", "way": "a", "reads": "on"}))
    assert 'role="alert"' not in page
    assert marked(page) == ["Name", "Way"]
    assert page.count('class="required-note"') == 1


def test_a_form_that_wants_every_field_marks_none():
    class Whole(OneForm):
        note = None

    page = drawn("{% form_errors form %}{{ form }}", form=Whole())
    assert (marked(page), "required-note" in page) == ([], False)


class Several(forms.FileInput):
    allow_multiple_selected = True


def test_a_day_is_typed_or_chosen_in_a_calendar_and_a_file_control_speaks_our_language():
    class Both(forms.Form):
        day = DayField(label="Day")
        scan = forms.FileField(label="Scan")
        photos = forms.FileField(label="Photos", widget=Several)

    page = drawn("{{ form }}", form=Both())
    assert re.search(r'<input[^>]*name="day".*?data-calendar', page, re.DOTALL)
    assert page.count("เลือกไฟล์ หรือลากมาวางที่นี่") == 2


def test_of_many_things_to_tick_those_that_are_ticked_come_first_and_the_rest_is_folded():
    class Many(forms.Form):
        issues = forms.MultipleChoiceField(
            choices=[(str(n), f"issue {n}") for n in range(13)], widget=forms.CheckboxSelectMultiple
        )

    page = drawn("{{ form }}", form=Many({"issues": ["7", "9"]}))
    assert re.findall(r"issue \d+", page)[:3] == ["issue 7", "issue 9", "issue 0"]
    assert page.index("issue 9") < page.index("<details") < page.index("issue 0")
    assert re.search(r"<details[^>]*\sopen", page) is None
    assert re.search(r"<details[^>]*\sopen", drawn("{{ form }}", form=Many({})))


@pytest.mark.parametrize(
    ("value", "of", "bar", "text"), [(78, 100, 78, 78), (0, 0, 0, 0), (13, 10, 100, 130)]
)
def test_a_progress_bar_tells_its_percentage(value, of, bar, text):
    page = drawn("{% progress value of label %}", value=value, of=of, label="Done")
    assert f'value="{bar}"' in page
    assert f"<span>{text}%</span>" in page


def test_an_undo_stands_on_the_next_page_and_is_a_post():
    offered = drawn(
        "{% message line %}", line=Message(SUCCESS, "Removed.", TAG + "/rows/7/put-back/"), csrf_token="t"
    )
    assert 'method="post" action="/rows/7/put-back/"' in offered
    assert 'name="op_id"' in offered
    assert "<form" not in drawn("{% message line %}", line=Message(SUCCESS, "Saved."))
