"""One mail as bytes: plain text and HTML side by side, files behind, safe headers.

Built on the standard library's older message classes: they cost a fifth of `EmailMessage`, and a night sends
thousands. `tests/adapters/messages/` reads everything back with the newer, strict parser.
"""

import re
from binascii import b2a_qp
from datetime import datetime
from email.encoders import encode_base64
from email.header import Header
from email.message import Message
from email.policy import compat32
from email.utils import encode_rfc2231, format_datetime, formataddr
from typing import TypeAlias

from quitus.ports.messages import Attachment, OutgoingMail

# Control characters, and the rarer line ends that Python's header classes would fold at.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
WIRE = compat32.clone(linesep="\r\n", mangle_from_=False)

Part: TypeAlias = "Message[str, str]"


class UnsafeHeaderError(ValueError):
    """A header with a line break: somebody tried to add headers of their own."""


def mail_bytes(mail: OutgoingMail, sent_at: datetime) -> bytes:
    """The mail as it goes over the wire, CRLF throughout.

    Raises UnsafeHeaderError for a line break or another control character in a header, and UnicodeError for
    an address that no mail header can hold.
    """
    for value in header_values(mail):
        if UNSAFE.search(value):
            raise UnsafeHeaderError(value)
    words = _container("alternative", mail, _text_part("plain", mail.text), _text_part("html", mail.html))
    whole = words
    if mail.attachments:
        whole = _container("mixed", mail, words, *(_file_part(file) for file in mail.attachments))
    _add_headers(whole, mail, sent_at)
    return whole.as_bytes()


def ascii_address(address: str) -> str:
    """The address with an international domain in its ASCII form; raises UnicodeError for any other letters."""
    local, at, domain = address.rpartition("@")
    domain = domain if domain.isascii() else domain.encode("idna").decode()
    return local.encode("ascii").decode() + at + domain


def header_values(mail: OutgoingMail) -> list[str]:
    """All that goes into headers, and hence may hold no line break."""
    return [
        mail.message_id,
        mail.from_name,
        mail.from_address,
        mail.reply_to,
        mail.to_name,
        mail.to_address,
        mail.subject,
        *(value for file in mail.attachments for value in (file.name, file.media_type)),
    ]


def _add_headers(message: Part, mail: OutgoingMail, sent_at: datetime) -> None:
    message["Message-ID"] = mail.message_id
    message["Date"] = format_datetime(sent_at)
    message["From"] = _mailbox(mail.from_name, mail.from_address)
    message["To"] = _mailbox(mail.to_name, mail.to_address)
    if mail.reply_to:
        message["Reply-To"] = _mailbox("", mail.reply_to)
    message["Subject"] = _encoded(mail.subject)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: out-of-office answers stay away
    message["MIME-Version"] = "1.0"


def _mailbox(name: str, address: str) -> str:
    return formataddr((name, ascii_address(address)))


def _encoded(text: str) -> str:
    return text if text.isascii() else Header(text, "utf-8", maxlinelen=70).encode()


def _container(kind: str, mail: OutgoingMail, *parts: Part) -> Part:
    container = Message(WIRE)
    # Known beforehand, so that nobody searches the parts for a free one. "=_" occurs in no encoded body.
    boundary = f"=_{kind}_{mail.message_id.strip('<>').partition('@')[0]}"
    container.add_header("Content-Type", f"multipart/{kind}", boundary=boundary)
    for part in parts:
        container.attach(part)
    return container


def _text_part(kind: str, text: str) -> Part:
    part = Message(WIRE)
    part["Content-Type"] = f'text/{kind}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    with_line_ends = "\r\n".join(text.splitlines()) + "\r\n"
    part.set_payload(b2a_qp(with_line_ends.encode(), istext=True).decode("ascii"))
    return part


def _file_part(file: Attachment) -> Part:
    part = Message(WIRE)
    part["Content-Type"] = file.media_type
    name = file.name if file.name.isascii() else encode_rfc2231(file.name, "utf-8")
    if file.name.isascii():
        part.add_header("Content-Disposition", "attachment", filename=name)
    else:
        part["Content-Disposition"] = f"attachment; filename*={name}"
    part.set_payload(file.content)
    encode_base64(part)
    return part
