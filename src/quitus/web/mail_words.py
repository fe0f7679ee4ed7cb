"""What a mail server made of a message, in words: what is wrong, and what to do next."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quitus.ports.messages import Handed, Outcome

WORDS: dict[str, Promise] = {
    "server_unreachable": _("Nobody answers there. Check the server’s name and the port."),
    "tls_failed": _("The encrypted connection failed. Port 465 goes with TLS, port 587 with STARTTLS."),
    "starttls_missing": _("This server offers no STARTTLS. Try TLS on port 465."),
    "authentication_failed": _(
        "The server refuses the user name or the password. Many providers want an “application password”."
    ),
    "authentication_deferred": _("The server cannot check the password now. Try again in a few minutes."),
    "authentication_missing": _(
        "This server takes no password in this way. Check the port and the security."
    ),
    "sender_unreadable": _("The sender’s address or name holds letters that no mail can carry."),
    "sender_refused": _("The server does not let you send from this address. Use the mailbox’s own one."),
    "sender_deferred": _("The server does not take your messages now. Try again in a few minutes."),
    "recipient_refused": _("The server refuses the recipient’s address."),
    "recipient_deferred": _("The server takes nothing for this recipient now. Try again in a few minutes."),
    "message_refused": _("The server refuses the message itself. Its words below say why."),
    "message_deferred": _("The server takes no message now. Try again in a few minutes."),
    "too_large": _("The message is too large for this server."),
    "header_unsafe": _("A name or an address holds a character that no message may carry. Type them again."),
    "connection_lost": _("The connection broke. Try again; if it stays so, check the port."),
    "no_answer": _("The server took the message but did not answer. Look whether it arrived."),
    "answer_unclear": _("The server’s answer cannot be understood. Look whether the message arrived."),
    "server_closing": _("The server is about to close. Try again in a few minutes."),
}


def trouble_words(code: str) -> str:
    """What is wrong with the server, "" for nothing; an unknown code as it is."""
    return str(WORDS.get(code, code))


def outcome_words(outcome: Outcome) -> str:
    """What became of a test message."""
    if outcome.handed is Handed.ACCEPTED:
        return str(_("The server took the message. Look into your mailbox: it should be there in a minute."))
    return trouble_words(outcome.code)
