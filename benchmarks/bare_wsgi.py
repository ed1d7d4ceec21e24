"""The bare page served as the product is, for the load figures. Takes the product's environment."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from benchmarks import bare_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruamsuk.config.settings")
django.setup()  # the product's apps look for their own middleware here; the handler below is made without it
for name, value in bare_settings.SETTINGS.items():
    setattr(settings, name, value)
application = WSGIHandler()
