"""One mail as bytes: plain text and HTML side by side, files behind, safe headers.

Put together here from the standard library's encodings: its own `EmailMessage` takes seven times as long, and a night
sends thousands. `tests/adapters/messages/` reads everything back with the library's newer, strict parser.
"""

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Sequence
from datetime import datetime
from email.header import Header
from email.utils import encode_rfc2231, format_datetime, quote

from quitus.domain.outbox.address import ascii_address
from quitus.ports.messages import Attachment, Handed, Outcome, OutgoingMail

# Control characters, and the rarer line ends that some reader might fold at.
UNSAFE = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]")
# What a header may carry as it is: RFC 5322 atoms and blanks; all else is quoted or encoded.
PLAIN_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*\Z")
LONGEST_HEADER_LINE = 76


class UnsafeHeaderError(ValueError):
    """A header with a line break: somebody tried to add headers of their own."""


def mail_bytes(mail: OutgoingMail, sent_at: datetime) -> bytes:
    """The mail as it goes over the wire, CRLF throughout.

    Raises UnsafeHeaderError for a line break or another control character in a header, and UnicodeError for
    an address that no mail header can hold.
    """
    if any(UNSAFE.search(value) for value in header_values(mail)):
        raise UnsafeHeaderError
    headers = [
        f"Message-ID: {mail.message_id}",
        f"Date: {format_datetime(sent_at)}",
        f"From: {_mailbox(mail.from_name, mail.from_address)}",
        f"To: {_mailbox(mail.to_name, mail.to_address)}",
        f"Subject: {_encoded(mail.subject, len('Subject: '))}",
        "Auto-Submitted: auto-generated",  # RFC 3834: out-of-office answers stay away
        "MIME-Version: 1.0",
    ]
    if mail.reply_to:
        headers.insert(4, f"Reply-To: {_mailbox('', mail.reply_to)}")
    # Known beforehand, so that nobody searches the parts for a free one: "=_" occurs in no encoded body.
    token = mail.message_id.strip("<>").partition("@")[0]
    body = _multipart("alternative", token, [_text_part("plain", mail.text), _text_part("html", mail.html)])
    if mail.attachments:
        body = _multipart("mixed", token, [body, *map(_file_part, mail.attachments)])
    return "\r\n".join(headers).encode("ascii") + b"\r\n" + body


def header_values(mail: OutgoingMail) -> Sequence[str]:
    """All that goes into headers, and hence may hold no line break."""
    of_files = [value for file in mail.attachments for value in (file.name, file.media_type)]
    return (mail.to_name, mail.to_address, mail.subject, *of_files, *_sender_values(mail))


def checked_sender(mail: OutgoingMail) -> str:
    """The sender's address for the envelope; raises as `mail_bytes` does for any header about the sender."""
    if any(UNSAFE.search(value) for value in _sender_values(mail)):
        raise UnsafeHeaderError
    mail.message_id.encode("ascii")
    ascii_address(mail.reply_to)
    return ascii_address(mail.from_address)


def unreadable_sender(mail: OutgoingMail) -> Outcome:
    """What is wrong with the sender is wrong in each of its mails: none is refused, all wait until it is mended."""
    return Outcome(Handed.TRY_LATER, "sender_unreadable", mail.from_address, whole_server=True)


def _sender_values(mail: OutgoingMail) -> Sequence[str]:
    return (mail.message_id, mail.from_name, mail.from_address, mail.reply_to)


def _mailbox(name: str, address: str) -> str:
    address = ascii_address(address)
    if not name:
        return address
    if PLAIN_NAME.match(name):
        return f"{name} <{address}>"
    written = f'"{quote(name)}"' if name.isascii() else _encoded(name, len("Reply-To: "))
    return f"{written}\r\n <{address}>"


def _encoded(text: str, used: int) -> str:
    """Text for a header that begins after `used` characters; long or foreign text in encoded words."""
    if text.isascii() and used + len(text) <= LONGEST_HEADER_LINE and "=?" not in text:
        return text
    header = Header(text, "utf-8", maxlinelen=LONGEST_HEADER_LINE - used)
    return header.encode(linesep="\r\n")


def _multipart(kind: str, token: str, parts: Sequence[bytes]) -> bytes:
    """A part made of parts, with its own header."""
    boundary = f"=_{kind}_{token}"
    begin = f"--{boundary}\r\n".encode()
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'.encode()
    return head + b"".join(begin + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()


def _text_part(kind: str, text: str) -> bytes:
    with_line_ends = "\r\n".join(text.splitlines()) + "\r\n"
    head = (
        f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    )
    return head.encode() + b2a_qp(with_line_ends.encode(), istext=True)


def _file_part(file: Attachment) -> bytes:
    if file.name.isascii():
        name = f'filename="{quote(file.name)}"'
    else:
        name = f"filename*={encode_rfc2231(file.name, 'utf-8')}"
    head = (
        f"Content-Type: {file.media_type}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;\r\n {name}\r\n\r\n"
    )
    return head.encode("ascii") + encodebytes(file.content).replace(b"\n", b"\r\n")
