"""The parts of a plan's page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def plan_part(content: SafeString, name: str) -> SafeString:
    """A section of the plan: what is pressed or sent inside answers in its place."""
    return format_html(
        '<section class="part" id="part-{0}" hx-boost="true" hx-target="this" hx-select="#part-{0}" '
        'hx-swap="outerHTML" hx-select-oob="#plan-steps">{1}</section>',
        name,
        content,
    )
