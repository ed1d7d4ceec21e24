"""`{% take_away %}` below a list: its files, and the page to share it."""

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from ruamsuk.exports.answers import TAKE, address_of
from ruamsuk.exports.choices import Kind

register = template.Library()


@register.inclusion_tag("exports/_take_away.html", takes_context=True)
def take_away(context: template.Context) -> dict[str, object]:
    address = address_of(context["request"])
    return {
        "files": [(kind.label, f"{address}&{urlencode({TAKE: kind})}") for kind in Kind],
        "share_url": f"{reverse('exports:share')}?{urlencode({'of': address})}",
    }
