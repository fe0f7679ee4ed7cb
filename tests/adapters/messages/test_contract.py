"""What every sender of messages must do; on the built-in mailbox, and on SMTP against a real server."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from quitus.adapters.messages.mailbox import MailboxSender
from quitus.adapters.messages.smtp import Patience, SmtpSender
from quitus.ports.messages import Handed, MailServer, MessageSender
from tests.adapters.messages.mails import MAIL, PDF, at, unsafe_mails
from tests.mail_server import mail_server


@pytest.fixture(params=["mailbox", "smtp"])
def sender_and_server(request: pytest.FixtureRequest) -> Iterator[tuple[MessageSender, MailServer]]:
    if request.param == "mailbox":
        yield MailboxSender(), at(0)
        return
    with mail_server() as (_, port), closing(SmtpSender(Patience(5, 5, 5))) as sender:
        yield sender, at(port)


def test_it_takes_a_message(sender_and_server):
    sender, server = sender_and_server
    outcome = sender.hand_over(server, MAIL)
    assert (outcome.handed, outcome.code, outcome.whole_server) == (Handed.ACCEPTED, "", False)


def test_it_takes_many_one_after_the_other(sender_and_server):
    sender, server = sender_and_server
    mails = [replace(MAIL, message_id=f"<{n}@studio-marelle.example>", attachments=(PDF,)) for n in range(5)]
    assert {sender.hand_over(server, mail).handed for mail in mails} == {Handed.ACCEPTED}


@pytest.mark.parametrize(("case", "mail"), unsafe_mails())
def test_a_line_break_in_a_header_never_leaves_whoever_put_it_there(sender_and_server, case, mail):
    sender, server = sender_and_server
    outcome = sender.hand_over(server, mail)
    if case.split(" ")[0] in ("message_id", "from_name", "from_address", "reply_to"):
        # Our own fault, in each mail of the firm: none of them is lost over it.
        assert (outcome.handed, outcome.code) == (Handed.TRY_LATER, "sender_unreadable"), case
        assert outcome.whole_server
    else:
        assert outcome.handed is Handed.REFUSED, case
        assert outcome.code in ("header_unsafe", "recipient_refused")


def test_closing_twice_is_safe_and_it_can_be_used_again(sender_and_server):
    sender, server = sender_and_server
    sender.close()
    assert sender.hand_over(server, MAIL).handed is Handed.ACCEPTED
    sender.close()
    sender.close()
    assert sender.hand_over(server, MAIL).handed is Handed.ACCEPTED
