"""Sentences of the libraries that Quitus says in its own words: named here so that our catalogs hold them.

Django reads our catalogs before those of django-allauth and its own; the same sentence there gives way.
"""

from django.utils.translation import gettext_noop

OURS = (
    gettext_noop("Email"),
    gettext_noop("Email address"),
    gettext_noop("Password (again)"),
    gettext_noop("New Password (again)"),
    gettext_noop("Authenticator code"),
    gettext_noop("The email address and/or password you specified are not correct."),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("Incorrect code."),
)
