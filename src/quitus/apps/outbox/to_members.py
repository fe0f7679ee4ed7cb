"""A word to the firm's own people, at once and outside of the queue: what concerns its safety does not wait."""

from collections.abc import Iterable

from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.accounts import mail_account
from quitus.apps.outbox.mail import Letter, server_of, single_mail
from quitus.apps.outbox.models import MailAccount
from quitus.ports.messages import Handed
from quitus.ports.registry import adapters


def has_server(organisation_id: int) -> bool:
    """Whether what a firm writes leaves this machine."""
    with tenant(organisation_id):
        return MailAccount.objects.filter(kind=MailAccount.Kind.SMTP).exists()


def hand_over_letters(organisation_id: int, letters: Iterable[Letter]) -> list[str]:
    """Hand the letters over through the firm's mailbox; the addresses that it did not take.

    Call it outside `tenant` and after the commit: a slow server would hold everybody up.
    """
    waiting = list(letters)
    with tenant(organisation_id):
        account = mail_account()
        server = server_of(account) if account else None
    if account is None or server is None:
        return [letter.to_address for letter in waiting]
    sender = adapters().senders[account.kind]()
    missed: list[str] = []
    try:
        for position, letter in enumerate(waiting):
            outcome = sender.hand_over(server, single_mail(account, "member", letter))
            if outcome.whole_server:
                return missed + [letter.to_address for letter in waiting[position:]]
            if outcome.handed is not Handed.ACCEPTED:
                missed.append(letter.to_address)
    finally:
        sender.close()
    return missed
