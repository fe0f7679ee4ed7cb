"""Accounts as Quitus wants them: members are invited, nobody signs up by themselves; secrets are sealed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from quitus.apps.organisations.models import User
from quitus.apps.organisations.queries import firms_of
from quitus.apps.outbox.jobs import queue_letter
from quitus.apps.outbox.mail import Letter
from quitus.apps.outbox.to_members import has_server
from quitus.ports.registry import adapters


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-in alone: the first owner is made by the wizard, others by an owner."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Through the mail server of their firm; the page says whom to ask where there is none.

        Not to a member of several: whoever runs the mail server of one could read the link, and enter the others.
        """
        firms = firms_of(user.id)
        if len(firms) != 1 or not has_server(firms[0]):
            return
        (firm,) = firms
        words = {"user": user, "link": context["password_reset_url"]}
        with override(user.language):
            letter = Letter(
                user.email,
                _("A new password for Quitus"),
                render_to_string("account/email/new_password.txt", words),
                render_to_string("account/email/new_password.html", words),
            )
        queue_letter(firm, letter)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Seals the second factor's secrets, which allauth would store in clear text."""

    def encrypt(self, text: str) -> str:
        return adapters().sealer.seal(text).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return adapters().sealer.unseal(bytes.fromhex(encrypted_text))
