"""Django's settings. Everything that differs between machines comes from the environment, which
`startup.py` fills: the database's addresses, the secret key, the home folder.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

SOURCE = Path(__file__).resolve().parent.parent


def database(url: str) -> dict[str, Any]:
    """Django's description of `postgresql://user:password@host:port/name?host=/socket/folder`."""
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or (parts.hostname or ""),
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


# Without a database yet (mypy, `quitus law`, translations): names that never connect.
DATABASES = {
    "default": database(os.environ.get("DATABASE_URL", "postgresql://quitus_app@/quitus")),
    "owner": database(os.environ.get("DATABASE_OWNER_URL", "postgresql://quitus_owner@/quitus")),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DEBUG = False
SECRET_KEY = os.environ.get("QUITUS_SECRET_KEY", "only-for-checks-that-open-no-session")
# The portal's and the site's public address, as written into messages; empty: messages carry no link.
PUBLIC_URL = os.environ.get("QUITUS_PUBLIC_URL", "").rstrip("/")
ALLOWED_HOSTS = [
    host
    for host in [
        "localhost",
        "127.0.0.1",
        "[::1]",
        urlsplit(PUBLIC_URL).hostname or "",
        *os.environ.get("QUITUS_HOSTS", "").split(","),
    ]
    if host
]
SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("QUITUS_BEHIND_PROXY") else None
)
CSRF_FAILURE_VIEW = "quitus.web.errors.expired"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    # The record, lowest first: an app may use those above it in this list, never those below.
    "quitus.apps.organisations",
    "quitus.apps.files",
    "quitus.apps.timeline",
    "quitus.apps.clients",
    "quitus.apps.books",
    "quitus.apps.outbox",
    "quitus.apps.invoicing",
    "quitus.apps.law",
    "quitus.apps.charges",
    "quitus.apps.payments",
    "quitus.apps.banking",
    "quitus.apps.history",
    "quitus.apps.outgoing",
    "quitus.apps.answers",
    "quitus.apps.reminders",
    "quitus.web",
    "quitus.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "quitus.web.middleware.ContentSecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "quitus.web.middleware.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "quitus.web.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "quitus.config.urls"
WSGI_APPLICATION = "quitus.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "quitus.web.templatetags.quitus",
            ],
        },
    }
]

STATIC_URL = "/static/"
STATICFILES_DIRS = [SOURCE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [SOURCE / "web" / "locale"]
LANGUAGE_COOKIE_NAME = "quitus_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "staff:today"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "quitus.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Mail leaves through the server of a firm (apps/outbox); Django has none of its own.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Wrong passwords are counted by address; behind a proxy it is the one that the proxy tells.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("QUITUS_BEHIND_PROXY") else 0
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "quitus.web.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Quitus"
# Members are let in by an owner, who hands them a link: no address is ever verified by mail.
MFA_ALLOW_UNVERIFIED_EMAIL = True

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# Work is queued inside the transaction that causes it: a rolled-back action leaves no job.
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}

LOGGING_CONFIG = None  # see logs.py
