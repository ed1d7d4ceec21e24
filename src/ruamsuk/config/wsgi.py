import gc
import os
import sys
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from ruamsuk.core.stop import Stop

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruamsuk.config.settings")


class Request(WSGIRequest):
    """Read before any middleware stands around it, so what Django cannot read here must not raise."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except ValueError:  # a charset with a NUL in its name
            self.content_type, self.content_params = "", {}


class Handler(WSGIHandler):
    request_class = Request


try:
    django.setup(set_prefix=False)
    application = Handler()
except Stop as stop:  # a wrong setting: words in the log of the server, as on a terminal
    stop.show()
    sys.exit(1)

# What was loaded at the start stays: looking through it again and again made single pages wait a tenth of a second.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
