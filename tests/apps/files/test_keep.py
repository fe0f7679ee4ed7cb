"""A file is kept once, by its content."""

import hashlib

import pytest
from django.db import DatabaseError, transaction

from quitus.apps.files.actions import keep
from quitus.apps.files.models import StoredFile


def test_the_same_bytes_are_the_same_row(inside):
    first = keep(b"%PDF-1.7 one", "application/pdf")
    again = keep(b"%PDF-1.7 one", "application/pdf")
    other = keep(b"%PDF-1.7 two", "application/pdf")
    assert first.id == again.id != other.id
    assert StoredFile.objects.count() == 2


def test_content_and_digest_come_back(inside):
    stored = StoredFile.objects.get(id=keep(b"\x00\xff bytes", "application/octet-stream").id)
    assert bytes(stored.content) == b"\x00\xff bytes"
    assert str(stored) == hashlib.sha256(b"\x00\xff bytes").hexdigest()
    assert stored.size == 8


@pytest.mark.parametrize(
    "change", [lambda files: files.update(size=1), lambda files: files._raw_delete("default")]
)
def test_a_kept_file_never_changes(inside, change):
    keep(b"proof", "text/plain")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        change(StoredFile.objects.all())
