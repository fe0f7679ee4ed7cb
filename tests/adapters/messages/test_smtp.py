"""Every answer that a mail server can give, or fail to give, becomes the truth about one message."""

import socket
import struct
import threading
from contextlib import closing, suppress
from dataclasses import replace

import pytest

from quitus.adapters.messages.smtp import Patience, SmtpSender
from quitus.ports.messages import Handed, Outcome
from tests.adapters.messages.mails import MAIL, PDF, at
from tests.certificates import server_context, trusting
from tests.mail_server import Behaviour, mail_server, only

QUICK = Patience(connect=2, answer=2, final=0.5)
TAKEN, NEVER, LATER, UNSURE = Handed.ACCEPTED, Handed.REFUSED, Handed.TRY_LATER, Handed.UNSURE
ONE, MANY = False, True  # about this message, about the server


def hand_over(behaviour: Behaviour | None = None, mail=MAIL, **options) -> tuple[Outcome, int]:
    """The outcome, and how many messages the server has now."""
    with mail_server(behaviour, **options) as (recorder, port), closing(SmtpSender(QUICK)) as sender:
        outcome = sender.hand_over(at(port), mail)
        return outcome, len(recorder.taken)


def test_what_is_taken_is_what_was_handed_over():
    with mail_server() as (recorder, port), closing(SmtpSender(QUICK)) as sender:
        outcome = sender.hand_over(at(port), replace(MAIL, attachments=(PDF,)))
    (taken,) = recorder.taken
    assert outcome == Outcome(TAKEN, "", "250 2.0.0 Queued as 4b5gKZ")
    assert (taken.sender, taken.recipients) == (MAIL.from_address, [MAIL.to_address])
    assert taken.mail["Message-ID"] == MAIL.message_id
    assert [file.get_content() for file in taken.mail.iter_attachments()] == [PDF.content]


REFUSE = "550 5.1.1 No such user"
ANSWERS = [
    # the server's behaviour, what became of the message, its code, about whom
    (Behaviour(recipient={MAIL.to_address: REFUSE}), NEVER, "recipient_refused", ONE),
    (Behaviour(recipient={MAIL.to_address: "553 5.1.3 Malformed"}), NEVER, "recipient_refused", ONE),
    (Behaviour(recipient={MAIL.to_address: "450 4.2.0 Greylisted"}), LATER, "recipient_deferred", ONE),
    (Behaviour(recipient={MAIL.to_address: "452 4.2.2 Mailbox full"}), LATER, "recipient_deferred", ONE),
    (Behaviour(recipient={MAIL.to_address: "421 4.3.2 Closing"}), LATER, "server_closing", MANY),
    (Behaviour(mail_from="550 5.7.1 You may not send"), LATER, "sender_refused", MANY),
    (Behaviour(mail_from="451 4.3.0 Try later"), LATER, "sender_deferred", MANY),
    (Behaviour(mail_from="552 5.3.4 Too large"), NEVER, "too_large", ONE),
    (Behaviour(data="554 5.7.1 Looks like spam"), NEVER, "message_refused", ONE),
    (Behaviour(data="552 5.3.4 Too large"), NEVER, "too_large", ONE),
    (Behaviour(data="451 4.3.0 Disk full"), LATER, "message_deferred", ONE),
    (Behaviour(data="421 4.3.2 Closing"), LATER, "server_closing", MANY),
    (Behaviour(drop_at="mail"), LATER, "connection_lost", ONE),
    (Behaviour(drop_at="rcpt"), LATER, "connection_lost", ONE),
]


@pytest.mark.parametrize(
    ("behaviour", "handed", "code", "whole_server"), ANSWERS, ids=lambda value: getattr(value, "data", None)
)
def test_an_answer_before_or_instead_of_taking_it(behaviour, handed, code, whole_server):
    outcome, taken = hand_over(behaviour)
    assert (outcome.handed, outcome.code, outcome.whole_server) == (handed, code, whole_server)
    assert taken == 0


def test_the_servers_own_words_are_kept():
    outcome, _ = hand_over(Behaviour(recipient={MAIL.to_address: REFUSE}))
    assert outcome.detail == REFUSE


def test_a_connection_lost_after_the_words_is_unsure_for_they_may_have_been_taken():
    outcome, taken = hand_over(Behaviour(drop_at="data"))
    assert (outcome.handed, outcome.code, taken) == (UNSURE, "connection_lost", 1)


def test_no_answer_after_the_words_is_unsure():
    outcome, _ = hand_over(Behaviour(slow_seconds=1.5))
    assert (outcome.handed, outcome.code) == (UNSURE, "no_answer")


def test_nobody_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with closing(SmtpSender(QUICK)) as sender:
        outcome = sender.hand_over(at(port), MAIL)
    assert (outcome.handed, outcome.code, outcome.whole_server) == (LATER, "server_unreachable", True)


def test_a_name_that_does_not_exist():
    with closing(SmtpSender(QUICK)) as sender:
        outcome = sender.hand_over(at(25, host="mail.invalid"), MAIL)
    assert (outcome.handed, outcome.code, outcome.whole_server) == (LATER, "server_unreachable", True)


def says(*answers: bytes) -> tuple[Outcome, bytes]:
    """The outcome with a server that says these lines one after the other, whatever it hears; what it heard."""
    heard = bytearray()

    def speak(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        connection.settimeout(3)
        with connection, suppress(OSError):
            for answer in answers:
                connection.sendall(answer)
                heard.extend(connection.recv(65_536))
            while data := connection.recv(65_536):
                heard.extend(data)

    with socket.create_server(("127.0.0.1", 0)) as listener, closing(SmtpSender(QUICK)) as sender:
        thread = threading.Thread(target=speak, args=(listener,), daemon=True)
        thread.start()
        outcome = sender.hand_over(at(listener.getsockname()[1]), MAIL)
    thread.join(5)
    return outcome, bytes(heard)


HELLO = (b"220 hello\r\n", b"250 hello\r\n")


@pytest.mark.parametrize(
    ("case", "answers", "handed", "code"),
    [
        ("silence instead of a greeting", (), LATER, "server_unreachable"),
        ("no mail server at all", (b"HTTP/1.1 400 Bad Request\r\n\r\n",), LATER, "server_unreachable"),
        ("it wants nobody", (b"554 No service\r\n",), LATER, "server_unreachable"),
        ("an endless line", (b"220 " + b"x" * 20_000 + b"\r\n",), LATER, "server_unreachable"),
        ("gibberish to the sender", (*HELLO, b"\xff\xfe\r\n"), LATER, "sender_deferred"),
        ("gibberish to the recipient", (*HELLO, b"250 ok\r\n", b"what?\r\n"), LATER, "recipient_deferred"),
        ("silence to DATA", (*HELLO, b"250 ok\r\n", b"250 ok\r\n"), LATER, "connection_lost"),
        ("no leave for DATA", (*HELLO, b"250 ok\r\n", b"250 ok\r\n", b"554 no\r\n"), NEVER, "message_refused"),
    ],
)  # fmt: skip
def test_servers_that_do_not_keep_to_the_protocol(case, answers, handed, code):
    outcome, _ = says(*answers)
    assert (outcome.handed, outcome.code) == (handed, code), case


GO_ON = (*HELLO, b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n")


def test_gibberish_after_the_words_is_unsure():
    outcome, heard = says(*GO_ON, b"hm\r\n")
    assert (outcome.handed, outcome.code) == (UNSURE, "answer_unclear")
    assert b"\r\n.\r\n" in heard


def test_a_final_answer_that_is_neither_yes_nor_no_is_unsure():
    outcome, _ = says(*GO_ON, b"354 go on\r\n")
    assert outcome.handed is UNSURE


@pytest.mark.parametrize(
    ("answers", "handed", "detail"),
    [
        ((*GO_ON, b"250 ok \0 queued\r\n"), TAKEN, "250 ok   queued"),
        (
            (*HELLO, b"250 ok\r\n", b"550 no\x1b[2J\xff such user \0\r\n"),
            NEVER,
            "550 no [2J\N{REPLACEMENT CHARACTER} such user",
        ),
    ],
)
def test_what_a_server_passes_on_is_made_fit_to_be_kept_and_shown(answers, handed, detail):
    outcome, _ = says(*answers)
    assert (outcome.handed, outcome.detail.rstrip()) == (handed, detail)


def test_a_sender_at_an_accented_domain_is_written_in_ascii():
    with mail_server() as (recorder, port), closing(SmtpSender(QUICK)) as sender:
        outcome = sender.hand_over(at(port), replace(MAIL, from_address="zoe@société.example"))
    assert outcome.handed is TAKEN
    assert recorder.taken[0].sender == "zoe@xn--socit-esab.example"


@pytest.mark.parametrize("field", ["from_address", "reply_to"])
def test_a_sender_that_no_mail_can_carry_is_no_fault_of_the_message(field):
    outcome, taken = hand_over(mail=replace(MAIL, **{field: "zoé@studio-marelle.example"}))
    assert (outcome.handed, outcome.code, outcome.whole_server, taken) == (
        LATER,
        "sender_unreadable",
        MANY,
        0,
    )


def test_a_connection_cut_before_the_final_dot_took_nothing():
    large = replace(MAIL, text="mot " * 2_000_000)

    def cut(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            for answer in GO_ON:
                connection.sendall(answer)
                connection.recv(1024)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with socket.create_server(("127.0.0.1", 0)) as listener, closing(SmtpSender(QUICK)) as sender:
        threading.Thread(target=cut, args=(listener,), daemon=True).start()
        outcome = sender.hand_over(at(listener.getsockname()[1]), large)
    assert (outcome.handed, outcome.code) == (LATER, "connection_lost")


def test_one_connection_serves_many_messages_and_goes_on_after_a_refusal():
    behaviour = Behaviour(recipient={"gone@berthier.example": REFUSE})
    with mail_server(behaviour) as (recorder, port), closing(SmtpSender(QUICK)) as sender:
        addresses = ["a@x.example", "gone@berthier.example", "b@x.example", "c@x.example"]
        handed = [sender.hand_over(at(port), replace(MAIL, to_address=a)).handed for a in addresses]
    assert handed == [TAKEN, NEVER, TAKEN, TAKEN]
    assert [taken.recipients for taken in recorder.taken] == [
        ["a@x.example"],
        ["b@x.example"],
        ["c@x.example"],
    ]
    assert recorder.connections == 1


def test_a_server_that_wants_a_new_connection_every_other_message_gets_one():
    with (
        mail_server(Behaviour(messages_per_connection=2)) as (recorder, port),
        closing(SmtpSender(QUICK)) as sender,
    ):
        assert [sender.hand_over(at(port), MAIL).handed for _ in range(5)] == [TAKEN] * 5
    assert (len(recorder.taken), recorder.connections) == (5, 3)


def test_a_connection_that_died_of_idleness_is_opened_again():
    with closing(SmtpSender(QUICK)) as sender:
        with mail_server() as (first, port):
            assert sender.hand_over(at(port), MAIL).handed is TAKEN
            first_server = at(port)
        with mail_server() as (second, port):
            moved = replace(first_server, port=port)
            assert sender.hand_over(moved, MAIL).handed is TAKEN
    assert (len(first.taken), len(second.taken)) == (1, 1)


def test_another_server_is_not_spoken_to_over_the_old_connection():
    with (
        mail_server() as (one, port_one),
        mail_server() as (two, port_two),
        closing(SmtpSender(QUICK)) as sender,
    ):
        sender.hand_over(at(port_one), MAIL)
        sender.hand_over(at(port_two), MAIL)
    assert (len(one.taken), len(two.taken)) == (1, 1)


def test_dots_at_the_beginning_of_lines_arrive_as_they_were():
    dots = replace(MAIL, text=".\n..\n.x\n", attachments=())
    with mail_server() as (recorder, port), closing(SmtpSender(QUICK)) as sender:
        sender.hand_over(at(port), dots)
    body = recorder.taken[0].mail.get_body(("plain",)).get_content()
    assert body.replace("\r\n", "\n") == ".\n..\n.x\n"


def test_an_address_that_mail_cannot_carry_is_refused_and_the_next_one_goes():
    with mail_server() as (recorder, port), closing(SmtpSender(QUICK)) as sender:
        foreign = sender.hand_over(at(port), replace(MAIL, to_address="hélène@berthier.example"))
        good = sender.hand_over(at(port), MAIL)
        abroad = sender.hand_over(at(port), replace(MAIL, to_address="compta@bücher.example"))
    assert (foreign.handed, foreign.code) == (NEVER, "recipient_refused")
    assert (good.handed, abroad.handed) == (TAKEN, TAKEN)
    assert [t.recipients for t in recorder.taken] == [[MAIL.to_address], ["compta@xn--bcher-kva.example"]]


# Encryption and login

LOGIN = {"user_name": "camille", "password": "correct horse"}


@pytest.fixture
def certificate(tmp_path):
    return server_context(tmp_path), trusting(tmp_path)


def test_starttls_with_a_certificate_that_is_believed_and_a_password(certificate):
    server, trust = certificate
    options = {"tls_context": server, "auth_required": True, "auth_require_tls": True}
    with (
        mail_server(**options, authenticator=only(*LOGIN.values())) as (recorder, port),
        closing(SmtpSender(QUICK, trust)) as sender,
    ):
        outcome = sender.hand_over(at(port, security="starttls", **LOGIN), MAIL)
    assert (outcome.handed, len(recorder.taken)) == (TAKEN, 1)


def test_tls_from_the_first_byte(certificate):
    server, trust = certificate
    with mail_server(tls=server) as (recorder, port), closing(SmtpSender(QUICK, trust)) as sender:
        outcome = sender.hand_over(at(port, security="tls"), MAIL)
    assert (outcome.handed, len(recorder.taken)) == (TAKEN, 1)


@pytest.mark.parametrize(("security", "option"), [("starttls", "tls_context"), ("tls", "tls")])
def test_a_certificate_that_nobody_signed_is_not_believed(certificate, security, option):
    server, _ = certificate
    with mail_server(**{option: server}) as (recorder, port), closing(SmtpSender(QUICK)) as sender:
        outcome = sender.hand_over(at(port, security=security, **LOGIN), MAIL)
    assert (outcome.handed, outcome.code, outcome.whole_server) == (LATER, "tls_failed", True)
    assert recorder.taken == []


def test_a_server_without_starttls_never_hears_the_password():
    with mail_server() as (recorder, port), closing(SmtpSender(QUICK)) as sender:
        outcome = sender.hand_over(at(port, security="starttls", **LOGIN), MAIL)
    assert (outcome.handed, outcome.code, outcome.whole_server) == (LATER, "starttls_missing", True)
    assert recorder.taken == []


def test_a_wrong_password_is_a_matter_of_the_settings_not_of_the_message():
    options = {"auth_require_tls": False, "authenticator": only("camille", "another")}
    with mail_server(**options) as (recorder, port), closing(SmtpSender(QUICK)) as sender:
        outcome = sender.hand_over(at(port, **LOGIN), MAIL)
    assert (outcome.handed, outcome.code, outcome.whole_server) == (LATER, "authentication_failed", True)
    assert outcome.detail.startswith("535")
    assert recorder.taken == []


def test_a_server_that_knows_no_login():
    with (
        mail_server(auth_exclude_mechanism=["LOGIN", "PLAIN"]) as (_, port),
        closing(SmtpSender(QUICK)) as sender,
    ):
        outcome = sender.hand_over(at(port, **LOGIN), MAIL)
    assert (outcome.handed, outcome.code, outcome.whole_server) == (LATER, "authentication_missing", True)
