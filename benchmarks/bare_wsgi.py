"""The bare page served as the product is, for the load figures. Takes the product's environment."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from benchmarks import bare_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruamsuk.config.settings")
for name, value in bare_settings.SETTINGS.items():
    setattr(settings, name, value)
application = get_wsgi_application()
