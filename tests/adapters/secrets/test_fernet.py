"""Secrets are sealed, readable by a former key, and refused clearly when their key is gone."""

import pytest

from quitus.adapters.secrets.fernet import FernetSealer
from quitus.domain.refused import Refused


def test_sealed_text_comes_back_and_is_not_seen():
    sealer = FernetSealer("first key")
    sealed = sealer.seal("mot de passe é")
    assert b"passe" not in sealed
    assert sealer.unseal(sealed) == "mot de passe é"
    assert sealer.seal("mot de passe é") != sealed


def test_a_new_key_still_reads_what_the_former_one_sealed():
    sealed = FernetSealer("old").seal("secret")
    assert FernetSealer("new", "old").unseal(sealed) == "secret"


@pytest.mark.parametrize("sealed", [b"", b"xxxx", FernetSealer("other").seal("secret")])
def test_what_cannot_be_read_is_refused(sealed):
    with pytest.raises(Refused, match="secret_unreadable"):
        FernetSealer("mine").unseal(sealed)


def test_altered_bytes_are_refused():
    sealer = FernetSealer("key")
    sealed = bytearray(sealer.seal("secret"))
    sealed[-5] ^= 1
    with pytest.raises(Refused, match="secret_unreadable"):
        sealer.unseal(bytes(sealed))


def test_tokens_are_stable_long_and_differ():
    sealer = FernetSealer("key")
    assert sealer.token("portal:1:2:1") == sealer.token("portal:1:2:1")
    assert len(sealer.token("portal:1:2:1")) == 27
    assert len({sealer.token(f"portal:1:{client}:1") for client in range(100)}) == 100
    assert FernetSealer("other").token("portal:1:2:1") != sealer.token("portal:1:2:1")
