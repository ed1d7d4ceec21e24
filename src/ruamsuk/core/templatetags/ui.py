"""Components of the pages, shown and tested in the gallery at /ui/.

Simple tags of Django 5.2: a misspelt argument, tone, kind or icon is an error at once, not a page that looks odd.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from uuid import uuid4

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruamsuk.core import qr as codes
from ruamsuk.core.calendar import today
from ruamsuk.core.hubs import notes_of, tabs_of
from ruamsuk.core.icons import ICONS
from ruamsuk.core.paging import Page
from ruamsuk.core.todo import Todo
from ruamsuk.core.undo import TAG as UNDO_TAG

register = template.Library()

Text = str | Promise
EMPTY = SafeString("")

_ICON_NAMES = frozenset(ICONS)
# Tone → icon: a status never speaks by colour alone.
BADGE_TONES = {
    "ok": "circle-check",
    "wait": "hourglass",
    "warn": "alert-triangle",
    "bad": "alert-circle",
    "plain": "",
}
LONG_VALUE = 7  # characters of a big number that two tiles beside each other hold on a phone
NOTICE_TONES = {"info": "info-circle", "ok": "circle-check", "warn": "alert-triangle", "bad": "alert-circle"}
BUTTON_KINDS = {
    "primary": "btn btn-primary",
    "plain": "btn btn-plain",
    "quiet": "btn btn-quiet",
    "danger": "btn btn-danger",
}


def _one_of(known: Any, value: str, what: str) -> str:
    if value not in known:
        raise template.TemplateSyntaxError(f"{value!r} is no {what}; known: {', '.join(known)}")
    return value


@register.simple_tag
def icon(name: str, label: Text = "") -> SafeString:
    """A picture beside a word; with `label` it speaks for itself to screen readers."""
    return _silent_icon(name) if not label else _icon(name, label)


@cache  # a page shows dozens of them
def _silent_icon(name: str) -> SafeString:
    return _icon(name, "")


def _icon(name: str, label: Text) -> SafeString:
    _one_of(_ICON_NAMES, name, "icon in core/icons.py")
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" {} focusable="false"><use href="{}#{}"></use></svg>',
        spoken,
        static("vendor/icons.svg"),
        name,
    )


def _icon_or_nothing(name: str) -> SafeString:
    return icon(name) if name else EMPTY


# Page structure ----------------------------------------------------------------------------------------------


@register.simple_block_tag
def page(content: str, title: Text, sub: Text = "") -> SafeString:
    """The head of a page: its one h1, a line below, and the page's buttons."""
    return format_html(
        '<header class="page-head"><div class="page-head-text"><h1>{}</h1>{}</div>{}</header>',
        title,
        format_html('<p class="page-sub">{}</p>', sub) if sub else EMPTY,
        format_html('<div class="page-actions">{}</div>', content) if content.strip() else EMPTY,
    )


@register.simple_block_tag
def crumbs(content: str) -> SafeString:
    """The way here; filled with {% crumb "text" url %}, from the top of the tree down."""
    return format_html('<nav class="crumbs" aria-label="{}"><ol>{}</ol></nav>', _("You are here"), content)


@register.simple_tag
def crumb(text: Text, url: str = "") -> SafeString:
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, text)
    return format_html('<li aria-current="page">{}</li>', text)


@register.simple_block_tag
def card(content: str, title: Text = "") -> SafeString:
    head = format_html('<h2 class="card-title">{}</h2>', title) if title else EMPTY
    return format_html('<div class="card"><div class="card-body">{}{}</div></div>', head, content)


@register.simple_block_tag
def section(content: str, heading: Text) -> SafeString:
    return format_html('<section class="part"><h2>{}</h2>{}</section>', heading, content)


@register.simple_tag
def stat(label: Text, value: object, url: str = "", note: Text = "", tone: str = "") -> SafeString:
    """A big number; with `url` the whole tile opens the records behind it."""
    if tone:
        _one_of(BADGE_TONES, tone, "tone")
    inner = format_html(
        '<span class="stat-label">{}</span><span class="stat-value{}">{}{}</span>{}',
        label,
        " is-long" if len(str(value)) > LONG_VALUE else "",
        _icon_or_nothing(BADGE_TONES[tone] if tone in {"warn", "bad"} else ""),
        value,
        format_html('<span class="stat-note">{}</span>', note) if note else EMPTY,
    )
    tone_class = f" stat-{tone}" if tone else ""
    if url:
        return format_html('<a class="stat{}" href="{}">{}</a>', tone_class, url, inner)
    return format_html('<div class="stat{}">{}</div>', tone_class, inner)


@register.simple_block_tag
def stats(content: str) -> SafeString:
    """A row of {% stat %} tiles."""
    return format_html('<div class="stats">{}</div>', content)


@register.simple_tag
def badge(text: Text, tone: str = "plain", icon: str = "") -> SafeString:
    """A status: icon, word and colour together."""
    _one_of(BADGE_TONES, tone, "tone")
    return format_html(
        '<span class="badge tone-{}">{}{}</span>', tone, _icon_or_nothing(icon or BADGE_TONES[tone]), text
    )


# Buttons -----------------------------------------------------------------------------------------------------


# Among several buttons of one name, `spoken` says which is meant to those who hear the page.
def _spoken(what: object) -> SafeString:
    return format_html('<span class="visually-hidden">: {}</span>', what) if what else EMPTY


@register.simple_tag
def link_button(
    text: Text, url: str, kind: str = "primary", icon: str = "", spoken: object = ""
) -> SafeString:
    _one_of(BUTTON_KINDS, kind, "kind of button")
    return format_html(
        '<a class="{}" href="{}">{}{}{}</a>',
        BUTTON_KINDS[kind],
        url,
        _icon_or_nothing(icon),
        text,
        _spoken(spoken),
    )


@register.simple_tag
def submit(
    text: Text, kind: str = "primary", icon: str = "", name: str = "", value: str = "", spoken: object = ""
) -> SafeString:
    _one_of(BUTTON_KINDS, kind, "kind of button")
    named = format_html(' name="{}" value="{}"', name, value) if name else EMPTY
    return format_html(
        '<button type="submit" class="{}"{}>{}{}{}</button>',
        BUTTON_KINDS[kind],
        named,
        _icon_or_nothing(icon),
        text,
        _spoken(spoken),
    )


@register.simple_block_tag
def buttons(content: str) -> SafeString:
    """A row of buttons; the main one stands first and fills the width of a phone."""
    return format_html('<div class="buttons">{}</div>', content)


# Content -----------------------------------------------------------------------------------------------------


@register.simple_block_tag
def table(content: str, caption: Text, visible_caption: bool = False) -> SafeString:
    """A table that scrolls sideways with its first column fixed, and turns into cards under 600 px."""
    return format_html(
        '<div class="table-wrap" role="region" aria-label="{}" tabindex="0">'
        '<table class="table"><caption{}>{}</caption>{}</table></div>',
        caption,
        EMPTY if visible_caption else mark_safe(' class="visually-hidden"'),
        caption,
        content,
    )


@register.simple_block_tag
def notice(content: str, title: Text, tone: str = "info") -> SafeString:
    _one_of(NOTICE_TONES, tone, "tone of a notice")
    return format_html(
        '<div class="notice notice-{}" role="{}">{}<div><p class="notice-title">{}</p>{}</div></div>',
        tone,
        "alert" if tone == "bad" else "note",
        icon(NOTICE_TONES[tone]),
        title,
        content,
    )


@register.simple_block_tag
def empty(content: str, title: Text, text: Text, icon: str = "folder") -> SafeString:
    """Where nothing is yet: what belongs here, and the first step."""
    return format_html(
        '<div class="empty-box">{}<p class="empty-title">{}</p><p class="empty-text">{}</p>{}</div>',
        _icon_or_nothing(icon),
        title,
        text,
        format_html('<div class="buttons">{}</div>', content) if content.strip() else EMPTY,
    )


@register.simple_tag
def progress(value: float, of: float, label: Text) -> SafeString:
    """A bar with its percentage. `label` says what is measured, for those who do not see the bar."""
    percent = round(100 * value / of) if of else 0
    return format_html(
        '<div class="meter"><progress value="{}" max="100" aria-label="{}"></progress><span>{}%</span></div>',
        min(max(percent, 0), 100),
        label,
        percent,
    )


@register.simple_block_tag
def facts(content: str) -> SafeString:
    return format_html('<dl class="facts">{}</dl>', content)


@register.inclusion_tag("core/components/message.html", takes_context=True)
def message(context: template.Context, message: Message) -> dict[str, object]:
    """What happened after the last step; with a button to take it back where the view offered one (core.undo)."""
    tones = {"error": "bad", "warning": "warn", "info": "info"}
    extra = message.extra_tags or ""
    undo = extra.removeprefix(UNDO_TAG) if extra.startswith(UNDO_TAG) else ""
    return {
        "message": message,
        "tone": tones.get(message.level_tag, "ok"),
        "undo": undo,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def qr(address: str, spoken: Text) -> SafeString:
    """A QR code that a phone reads from paper or from the screen."""
    return codes.drawn(address, spoken)


# Forms -------------------------------------------------------------------------------------------------------


@register.simple_tag
def op_id() -> SafeString:
    """The hidden id by which a form sent twice is done once (audit.middleware)."""
    return format_html('<input type="hidden" name="op_id" value="{}">', uuid4())


@register.inclusion_tag("core/components/form_errors.html")
def form_errors(*forms: BaseForm) -> dict[str, object]:
    """Everything that is wrong, at the top, each line leading to its field. Takes several forms of one page."""
    top = [error for form in forms for error in form.non_field_errors()]
    beside = [(field, error) for form in forms for field in form for error in field.errors]
    is_marked = any(_marks(form) and any(one.required for one in form.fields.values()) for form in forms)
    return {"top": top, "beside": beside, "count": len(top) + len(beside), "is_marked": is_marked}


def _marks(form: BaseForm) -> bool:
    """Some of its fields may stay empty, so those that may not are marked."""
    return getattr(form, "marks_required", None) or any(not one.required for one in form.fields.values())


@register.filter
def is_marked(field: BoundField) -> bool:
    return bool(field.field.required and _marks(field.form))


@register.filter
def widget_kind(field: BoundField) -> str:
    """How a field is framed: "tick" (one box before its label), "group" (several controls, a legend), "single"."""
    if field.use_fieldset and not field.id_for_label:
        return "group"
    return "tick" if getattr(field.field.widget, "input_type", "") == "checkbox" else "single"


@register.filter
def lost_files(field: BoundField) -> list[str]:
    """Names of the files that were chosen in a field of a form that came back: a browser does not choose them again.
    Of a file that was refused itself, the refusal says so.
    """
    if not field.form.files or not field.form.errors:
        return []
    names = [str(file.name) for file in field.form.files.getlist(field.html_name)]
    return [] if field.errors and len(names) == 1 else names


@register.filter
def attributes(attrs: dict[str, object]) -> SafeString:
    """Attributes of a widget as they stand in its tag, but for the class, which the templates join with their own."""
    return flatatt({name: value for name, value in attrs.items() if name != "class"})


# Lists and hubs ----------------------------------------------------------------------------------------------


@register.inclusion_tag("core/components/pager.html", takes_context=True)
def pager(
    context: template.Context, page: Page, *, words: str = "", later: str = "", place: str = ""
) -> dict[str, object]:
    """Earlier and later pages of a list, keeping its filters and the places of other lists in the address.

    `words` and `later`: of a list that is read from its end, as a talk is, what leads back and on again.
    `place`: the element of the page that both lead to.
    """

    def turned(way: str, cursor: str) -> str:
        address = context["request"].GET.copy()
        for name in (page.after, page.before):
            address.pop(name, None)
        address[way] = cursor
        return f"?{address.urlencode()}{place and '#'}{place}" if cursor else ""

    ways = [turned(page.before, page.previous), turned(page.after, page.next)]
    back, further = reversed(ways) if words else ways
    return {
        "back": back,
        "back_words": words or _("Earlier in the list"),
        "further": further,
        "further_words": later or _("Further in the list"),
    }


@register.inclusion_tag("core/components/choices.html", takes_context=True)
def choices(
    context: template.Context,
    name: str,
    words: str,
    options: Iterable[tuple[str, object]],
    chosen: str,
    counts: Mapping[str, int] | None = None,
) -> dict[str, object]:
    """What a list can be limited to, one press each: `options` of the address's `name` as (value, words).

    `words`: what the first, which limits nothing, is called. `counts`: value → how many rows, where they are counted;
    then what there is none of is not offered.
    """
    request = context["request"]

    def address(value: str) -> str:
        query = request.GET.copy()
        for gone in (name, "after", "before"):
            query.pop(gone, None)
        if value:
            query[name] = value
        return f"?{query.urlencode()}"

    offered = [
        {"words": label, "url": address(value), "is_here": value == chosen, "count": number}
        for value, label in [("", words), *options]
        for number in [None if counts is None else counts.get(value, 0) if value else sum(counts.values())]
        if number != 0 or value in ("", chosen)
    ]
    return {"offered": offered}


@register.filter
def several(rows: Iterable[object], name: str) -> bool:
    """They differ in it, so that each says its own: `{% if rows|several:"fund_id" %}`."""
    return len({getattr(row, name) for row in rows}) > 1


@register.inclusion_tag("core/components/hub_tabs.html", takes_context=True)
def hub_tabs(context: template.Context, hub: str, thing: object, here: str = "") -> dict[str, object]:
    """The tabs of a fund or project: links to the pages that apps above have added (core.hubs).

    `here`: name of the tab that a page belongs to which has none of its own.
    """
    request = context["request"]
    here = here or getattr(request.resolver_match, "view_name", "")
    return {"tabs": tabs_of(hub, request.user, thing), "thing": thing, "here": here}


@register.simple_tag(takes_context=True)
def hub_notes(context: template.Context, hub: str, thing: object) -> SafeString:
    """What apps above say of a record on its page (core.hubs)."""
    request = context["request"]
    shown = notes_of(hub, request.user, thing)
    return format_html_join("", "{}", ((render_to_string(name, told, request),) for name, told in shown))


@register.inclusion_tag("core/components/todo.html", takes_context=True)
def todo(context: template.Context, item: Todo, *, is_row: bool = False) -> dict[str, object]:
    """One line of "my tasks". `is_row`: of many, each quiet and pressed as a whole."""
    days = (item.due_on - today()).days if item.due_on else None
    kind = "primary" if item.urgent or item.is_late or item.percent is not None else "plain"
    if days is None:
        due = ""
    elif days < 0:
        due = ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    elif days == 0:
        due = _("today")
    else:
        due = ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return {
        "item": item,
        "due": due,
        "late": item.is_late,
        "is_row": is_row,
        "kind": "quiet" if is_row else kind,
        "csrf_token": context.get("csrf_token"),
        "soon": days is not None and days <= 10,
    }


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """light, dark or auto: the person's choice, else that of the browser's cookie."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return str(user.theme)
    chosen = request.COOKIES.get("theme", "") if request is not None else ""
    return chosen if chosen in {"light", "dark"} else "auto"
