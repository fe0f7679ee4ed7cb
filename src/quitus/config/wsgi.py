"""The WSGI door for granian; `startup.started()` has filled the environment before."""

from django.core.wsgi import get_wsgi_application

from quitus.config.processes import die_with_parent

# Each of granian's own workers imports this: none of them survives it.
die_with_parent()

application = get_wsgi_application()
