"""The bell of the base page."""

from django import template

from ruamsuk.notices.queries import unread_count

register = template.Library()
register.simple_tag(unread_count, name="unread_notices")
