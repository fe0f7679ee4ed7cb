"""Accounts as Quitus wants them: members are invited, nobody signs up by themselves; secrets are sealed."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from quitus.ports.registry import adapters


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-in alone: the first owner is made by the wizard, others by an owner."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Seals the second factor's secrets, which allauth would store in clear text."""

    def encrypt(self, text: str) -> str:
        return adapters().sealer.seal(text).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return adapters().sealer.unseal(bytes.fromhex(encrypted_text))
