"""What we ask about secrets: to seal what must be stored and read again, such as a mailbox's password."""

from typing import Protocol


class Sealer(Protocol):
    """Seals text so that the database alone cannot tell it, and derives tokens that nobody can guess."""

    def seal(self, plain: str) -> bytes:
        """Sealed bytes, with the id of the key inside."""
        ...

    def unseal(self, sealed: bytes) -> str:
        """The text again; raises Refused("secret_unreadable") when its key is gone."""
        ...

    def token(self, purpose: str) -> str:
        """A URL-safe token of 160 bits: the same for the same purpose, unguessable without the key."""
        ...
