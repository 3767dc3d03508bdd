"""The WSGI application that gunicorn serves. Each process loads it itself: do not preload."""

import os

from django.core.wsgi import get_wsgi_application

from cms.operations.starting import warm_up_beside, without_collecting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
with without_collecting():
    application = get_wsgi_application()
warm_up_beside()
