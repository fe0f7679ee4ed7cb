"""The WSGI door for granian; `startup.prepare()` has filled the environment before."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
