"""The firm's own mailbox: set it up, and try it through the very sender that hands reminders over."""

import ipaddress
from dataclasses import dataclass
from datetime import date

from quitus.apps.outbox.mail import Letter, server_of, single_mail
from quitus.apps.outbox.models import MailAccount
from quitus.apps.timeline.actions import Event, record
from quitus.domain.outbox.address import ascii_address
from quitus.domain.refused import Refused
from quitus.ports.messages import Outcome
from quitus.ports.registry import adapters

HIGHEST_PORT = 65_535
KEPT = ("host", "port", "security", "user_name", "from_name", "from_address", "reply_to")
# With another one of these, a stored password would go to a server or a name that it was not typed for.
OWNS_THE_PASSWORD = ("host", "port", "security", "user_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """How messages leave. `password` None keeps the stored one, "" means that the server asks for none."""

    host: str
    port: int
    security: MailAccount.Security
    from_name: str
    from_address: str
    user_name: str = ""
    password: str | None = None
    reply_to: str = ""


def mail_account() -> MailAccount | None:
    """The open firm's mailbox, if it has one."""
    return MailAccount.objects.first()


def set_mail_account(settings: MailSettings, *, on: date, by: str) -> MailAccount:
    """Write the mailbox down; what was wrong with the old one is forgotten, and messages that wait leave again.

    Refused `mail_host_missing`, `mail_port_impossible`, `mail_unsafe_text`, `mail_address_unreadable`,
    `mail_needs_encryption` (a password would travel in clear), `mail_password_again` (server or name changed),
    `mail_stays_here` (demonstration).
    """
    _check(settings)
    account = MailAccount.objects.select_for_update(no_key=True).first()
    if account is not None and account.kind == MailAccount.Kind.MAILBOX:
        raise Refused("mail_stays_here")
    account = account or MailAccount(kind=MailAccount.Kind.SMTP)
    changed = [name for name in KEPT if getattr(account, name) != getattr(settings, name)]
    sealed = bytes(account.password_sealed)
    if settings.password is None and sealed and set(changed) & set(OWNS_THE_PASSWORD):
        raise Refused("mail_password_again")
    has_password = bool(sealed) if settings.password is None else bool(settings.password)
    in_clear = settings.security == MailAccount.Security.NONE
    if in_clear and has_password and not _on_this_machine(settings.host):
        raise Refused("mail_needs_encryption", host=settings.host)
    for name in KEPT:
        setattr(account, name, getattr(settings, name))
    if settings.password is not None:
        account.password_sealed = adapters().sealer.seal(settings.password) if settings.password else b""
    account.trouble = account.trouble_detail = ""
    account.trouble_since = account.rest_until = None
    account.troubles = 0
    account.save()
    facts = {
        "host": account.host,
        "from": account.from_address,
        "changed": changed,
        "password": settings.password is not None,
    }
    record(Event("mail_account_changed", on, by, None, facts))
    return account


def send_test(letter: Letter, *, on: date, by: str) -> Outcome:
    """Hand one message to the server, to the person who asked; what the server made of it."""
    account = mail_account()
    if account is None:
        raise Refused("mail_account_missing")
    sender = adapters().senders[account.kind]()
    mail = single_mail(account, "test", letter)
    try:
        outcome = sender.hand_over(server_of(account), mail)
    finally:
        sender.close()
    record(
        Event("mail_account_tried", on, by, None, {"to": letter.to_address, "outcome": outcome.handed.value})
    )
    return outcome


def _check(settings: MailSettings) -> None:
    if not settings.host:
        raise Refused("mail_host_missing")
    if not 1 <= settings.port <= HIGHEST_PORT:
        raise Refused("mail_port_impossible", port=settings.port)
    for name in ("host", "user_name", "from_name", "from_address", "reply_to"):
        if any(not letter.isprintable() for letter in getattr(settings, name)):
            raise Refused("mail_unsafe_text", field=name)
    for address in (settings.from_address, settings.reply_to):
        try:
            ascii_address(address)
        except UnicodeError as unreadable:
            raise Refused("mail_address_unreadable", address=address) from unreadable


def _on_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
