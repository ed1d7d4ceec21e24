"""The address on a poster: short enough to be typed."""

from django.conf import settings
from django.urls import reverse


def apply_address(code: str) -> str:
    """As it is read by phones: https://…/g/48271935/"""
    return f"{settings.BASE_URL}{reverse('applications:apply', args=[code])}"


def typed_address(code: str) -> str:
    """As people type it: without what browsers add themselves."""
    return apply_address(code).partition("://")[2].rstrip("/")
