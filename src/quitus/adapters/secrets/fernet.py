"""Secrets sealed by Fernet under a key derived from the installation's secret key."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken

from quitus.domain.refused import Refused

KEY_ID_BYTES = 4


class FernetSealer:
    """Seals with the first key; unseals with whichever of the keys was used."""

    def __init__(self, *secret_keys: str) -> None:
        self._token_key = hashlib.sha256(b"quitus token" + secret_keys[0].encode()).digest()
        derived = [hashlib.sha256(b"quitus seal" + key.encode()).digest() for key in secret_keys]
        self._keys = {
            hashlib.sha256(key).digest()[:KEY_ID_BYTES]: Fernet(base64.urlsafe_b64encode(key))
            for key in derived
        }
        self._first = next(iter(self._keys))

    def seal(self, plain: str) -> bytes:
        return self._first + self._keys[self._first].encrypt(plain.encode())

    def unseal(self, sealed: bytes) -> str:
        key = self._keys.get(bytes(sealed[:KEY_ID_BYTES]))
        if key is None:
            raise Refused("secret_unreadable")
        try:
            return key.decrypt(bytes(sealed[KEY_ID_BYTES:])).decode()
        except InvalidToken:
            raise Refused("secret_unreadable") from None

    def token(self, purpose: str) -> str:
        digest = hmac.new(self._token_key, purpose.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:20]).decode().rstrip("=")
