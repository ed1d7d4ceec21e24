"""Shares and kappa as pages show them."""

from django import template

from ruamsuk.grades.queries import comparing

register = template.Library()
register.filter("percent", comparing.percent)
register.filter("two_digits", comparing.two_digits)
