"""The parts of a plan's page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
PARTS = ("situation", "detail", "objective", "measure", "budget", "project")


@register.simple_block_tag
def plan_part(content: SafeString, name: str) -> SafeString:
    """A section of the plan: what is pressed or sent inside answers in its place.

    The others are exchanged with it, for one part follows from another: a problem suggests its objective. One in which
    somebody writes stays as it is (core/page.js)."""
    others = ",".join(("#plan-head", "#plan-steps", *(f"#part-{part}" for part in PARTS if part != name)))
    return format_html(
        '<section class="part" id="part-{0}" hx-boost="true" hx-target="this" hx-select="#part-{0}" '
        'hx-swap="outerHTML" hx-select-oob="{2}">{1}</section>',
        name,
        content,
        others,
    )
