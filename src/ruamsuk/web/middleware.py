"""The language of a page: the cookie of the switch, else what the person chose, else Thai."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class LanguageMiddleware:
    """Runs after sign-in is known. A browser set to English still opens in Thai: the switch decides, not the browser.

    The API has no switch: there the caller's Accept-Language counts, as LocaleMiddleware has read it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/api/"):
            return self.get_response(request)
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if language not in dict(settings.LANGUAGES):
            language = getattr(request.user, "language", settings.LANGUAGE_CODE)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        return self.get_response(request)
