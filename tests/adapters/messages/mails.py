"""Mails to hand over, and the server to hand them to."""

from dataclasses import replace

from quitus.ports.messages import Attachment, MailServer, OutgoingMail

MAIL = OutgoingMail(
    message_id="<8Jq2kV9dXc3mR7tLw5zPaQ@studio-marelle.example>",
    from_name="Studio Marelle",
    from_address="camille@studio-marelle.example",
    reply_to="factures@studio-marelle.example",
    to_name="Hélène Vasseur",
    to_address="vasseur@berthier.example",
    subject="Deux factures à régler, 2 100,00 € : quelque chose bloque-t-il ?",
    text="Bonjour,\n\nDeux factures restent à régler.\n",
    html="<!doctype html><html><body><p>Deux factures restent à régler.</p></body></html>",
)
PDF = Attachment("FA-2026-0118.pdf", "application/pdf", b"%PDF-1.7\r\n" + bytes(range(256)) * 300)
BREAKS = ["\r\nBcc: all@world.example", "\nBcc: all@world.example", "\rX", "\x00", "\x0b", "\x85X", "\u2028X"]


def at(port: int, **changes: str) -> MailServer:
    server = MailServer(host="127.0.0.1", port=port, security="none", user_name="", password="")
    return replace(server, **changes)


def unsafe_mails() -> list[tuple[str, OutgoingMail]]:
    """The mail with a line break in each thing that goes into a header."""
    fields = ["message_id", "from_name", "from_address", "reply_to", "to_name", "to_address", "subject"]
    mails = [
        (f"{name} {line_break!r}", replace(MAIL, **{name: getattr(MAIL, name) + line_break}))
        for name in fields
        for line_break in BREAKS
    ]
    named = replace(PDF, name="a.pdf\r\nX-Evil: 1")
    typed = replace(PDF, media_type="application/pdf\r\nX-Evil: 1")
    return [
        *mails,
        ("file name", replace(MAIL, attachments=(named,))),
        ("file type", replace(MAIL, attachments=(typed,))),
    ]
