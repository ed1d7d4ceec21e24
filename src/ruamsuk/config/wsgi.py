import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruamsuk.config.settings")
application = get_wsgi_application()

# What was loaded at the start stays: looking through it again and again made single pages wait a tenth of a second.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
