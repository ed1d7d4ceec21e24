from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def in_marks(runs: Iterable[tuple[str, bool]]) -> SafeString:
    """A title with what was looked for in it marked: `core.spelling.marked` says which runs that are."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if is_wanted else text,) for text, is_wanted in runs)
    )
