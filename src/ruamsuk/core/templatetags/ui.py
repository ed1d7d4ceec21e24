"""Components of the pages, shown and tested in the gallery at /ui/."""

from django import template

register = template.Library()
