"""The link with which a person chooses a password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from quitus.apps.organisations.models import User


def password_path(user: User) -> str:
    """The path of the page where this person chooses a password; good once, and for three days."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=key)
