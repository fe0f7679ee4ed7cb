"""Mails as bytes, read back by the library's strict parser."""

from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP, default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.adapters.messages.mime import UNSAFE, UnsafeHeaderError, mail_bytes
from quitus.domain.outbox.address import ascii_address
from quitus.ports.messages import Attachment
from tests.adapters.messages.mails import MAIL, PDF, unsafe_mails

WHEN = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
HEADER_TEXT = st.text(st.characters(codec="utf-8"), max_size=200).filter(lambda text: not UNSAFE.search(text))


def read(mail, when=WHEN):
    return message_from_bytes(mail_bytes(mail, when), policy=default)


def plain(message) -> str:
    """The plain text, with the line ends of a text."""
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_headers_as_a_mail_program_shows_them():
    message = read(MAIL)
    assert message["Subject"] == MAIL.subject
    assert message["From"] == "Studio Marelle <camille@studio-marelle.example>"
    assert message["To"] == "Hélène Vasseur <vasseur@berthier.example>"
    assert message["Reply-To"] == "factures@studio-marelle.example"
    assert message["Message-ID"] == MAIL.message_id
    assert message["Date"].datetime == WHEN
    assert message["Auto-Submitted"] == "auto-generated"
    assert set(message.keys()) == {
        "Message-ID", "Date", "From", "To", "Reply-To", "Subject", "Auto-Submitted", "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert not message.defects


def test_plain_text_and_html_side_by_side():
    message = read(MAIL)
    assert message.get_content_type() == "multipart/alternative"
    assert plain(message) == MAIL.text
    assert message.get_body(("html",)).get_content().strip() == MAIL.html
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_enclosed_files_arrive_byte_for_byte():
    letter = Attachment('Lettre à l’agence n°1 "vu".pdf', "application/pdf", b"")
    message = read(replace(MAIL, attachments=(PDF, letter)))
    assert message.get_content_type() == "multipart/mixed"
    files = list(message.iter_attachments())
    assert [(f.get_filename(), f.get_content_type(), f.get_content()) for f in files] == [
        (PDF.name, PDF.media_type, PDF.content),
        (letter.name, letter.media_type, b""),
    ]
    assert plain(message) == MAIL.text


@given(subject=HEADER_TEXT, name=HEADER_TEXT)
def test_any_subject_and_name_come_through_and_add_no_header(subject, name):
    message = read(replace(MAIL, subject=subject, to_name=name, from_name=name))
    assert " ".join(str(message["Subject"]).split()) == " ".join(subject.split())
    assert message["To"].addresses[0].addr_spec == MAIL.to_address
    assert message["From"].addresses[0].addr_spec == MAIL.from_address
    # Python 3.11's parser shows a blank between two encoded words of a name, which RFC 2047 6.2 says to ignore.
    assert "".join(message["To"].addresses[0].display_name.split()) == "".join(name.split())
    assert len(message.keys()) == 9


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=400))
def test_any_text_comes_through(text):
    assert plain(read(replace(MAIL, text=text))).rstrip("\n") == text


@given(st.binary(max_size=3000))
def test_any_file_comes_through(content):
    (file,) = read(
        replace(MAIL, attachments=(Attachment("a.pdf", "application/pdf", content),))
    ).iter_attachments()
    assert b64decode(file.get_payload()) == content


def test_every_line_is_short_ends_in_crlf_and_is_ascii():
    wide = replace(
        MAIL, text="mot " * 900, to_name="Hélène " * 12, subject="Règlement " * 25, attachments=(PDF,)
    )
    wire = mail_bytes(wide, WHEN)
    assert wire.isascii()
    lines = wire.split(b"\r\n")
    assert not [line for line in lines if b"\n" in line or b"\r" in line]
    assert max(len(line) for line in lines) <= 78
    assert wire.endswith(b"--\r\n")


def test_a_dot_alone_on_its_line_and_a_from_line_stay_as_they_are():
    text = ".\n..\nFrom here on\n>From there\n"
    assert plain(read(replace(MAIL, text=text))) == text


def test_the_same_mail_is_the_same_bytes_and_reads_the_same_when_written_again():
    wire = mail_bytes(MAIL, WHEN)
    assert mail_bytes(MAIL, WHEN) == wire
    again = message_from_bytes(message_from_bytes(wire, policy=default).as_bytes(policy=SMTP), policy=default)
    assert again["Subject"] == MAIL.subject
    assert again.get_body(("html",)).get_content().strip() == MAIL.html


@pytest.mark.parametrize(("case", "mail"), unsafe_mails())
def test_a_line_break_in_a_header_never_becomes_bytes(case, mail):
    with pytest.raises((UnsafeHeaderError, UnicodeError)):
        mail_bytes(mail, WHEN)


def test_an_international_domain_has_an_ascii_form_and_a_foreign_local_part_has_none():
    assert ascii_address("compta@bücher.example") == "compta@xn--bcher-kva.example"
    with pytest.raises(UnicodeError):
        ascii_address("hélène@berthier.example")
    with pytest.raises(UnicodeError):
        ascii_address(f"a@{'é' * 80}.example")
