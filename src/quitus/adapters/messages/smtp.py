"""Mail servers by SMTP: one connection for many messages, and the truth about each of them.

Whatever fails before the final dot of a message was surely not taken. What fails after it may have arrived.
"""

import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass

from quitus.adapters.messages.mime import UnsafeHeaderError, checked_sender, mail_bytes, unreadable_sender
from quitus.domain.outbox.address import ascii_address
from quitus.ports.clock import real_now
from quitus.ports.messages import Handed, MailServer, Outcome, OutgoingMail

OK, START_DATA, CLOSING, TOO_LARGE = 250, 354, 421, 552
DOT = b".\r\n"


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait: for a connection, for an answer, and for the one after the final dot.

    RFC 5321 4.5.3.2 allows a server ten minutes there; giving up earlier makes an unsure message of a slow one.
    """

    connect: float = 20
    answer: float = 60
    final: float = 240


class _Answer(Exception):
    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.code)
        self.outcome = outcome


class SmtpSender:
    """Keeps one connection open between messages. Not for several threads at once."""

    def __init__(self, patience: Patience | None = None, tls: ssl.SSLContext | None = None) -> None:
        self._patience = patience or Patience()
        self._tls = tls
        self._connection: smtplib.SMTP | None = None
        self._server: MailServer | None = None

    def hand_over(self, server: MailServer, mail: OutgoingMail) -> Outcome:
        try:
            recipient = ascii_address(mail.to_address)
        except UnicodeError:
            return Outcome(Handed.REFUSED, "recipient_refused", "not an address that every server can read")
        try:
            sender = checked_sender(mail)
        except (UnsafeHeaderError, UnicodeError):
            return unreadable_sender(mail)
        try:
            data = mail_bytes(mail, real_now())
        except (UnsafeHeaderError, UnicodeError):
            return Outcome(Handed.REFUSED, "header_unsafe")
        try:
            connection = self._ready(server, sender)
            self._envelope(connection, recipient)
            return self._data(connection, data)
        except _Answer as answer:
            return answer.outcome

    def close(self) -> None:
        connection, self._connection, self._server = self._connection, None, None
        if connection is None:
            return
        try:
            connection.quit()
        except (OSError, smtplib.SMTPException):
            connection.close()

    # One message

    def _ready(self, server: MailServer, sender: str) -> smtplib.SMTP:
        """A connection that took MAIL FROM."""
        if self._connection is not None and self._server == server:
            old = self._connection
            try:
                code, words = old.mail(sender)
            except (OSError, smtplib.SMTPException):
                code, words = CLOSING, b""
            if code != CLOSING:
                return self._sender_accepted(old, code, words)
            # Closed for idleness, or after its hundredth message: quite usual, and nothing was sent.
            self._drop()
        self.close()
        connection = self._connect(server)
        return self._sender_accepted(connection, *self._before_the_dot(lambda: connection.mail(sender)))

    def _sender_accepted(self, connection: smtplib.SMTP, code: int, words: bytes) -> smtplib.SMTP:
        if code == OK:
            return connection
        self._reset(connection, code)
        if code == TOO_LARGE:
            raise _refused("too_large", code, words)
        # The server does not let this firm send: no fault of the message, a matter of its settings.
        raise _later("sender_refused" if code >= 500 else "sender_deferred", code, words, whole_server=True)

    def _envelope(self, connection: smtplib.SMTP, recipient: str) -> None:
        code, words = self._before_the_dot(lambda: connection.rcpt(recipient))
        if code not in (OK, 251, 252):
            self._reset(connection, code)
            raise _by_class(code, words, "recipient")
        code, words = self._before_the_dot(lambda: connection.docmd("DATA"))
        if code != START_DATA:
            self._reset(connection, code)
            raise _by_class(code, words, "message")

    def _data(self, connection: smtplib.SMTP, data: bytes) -> Outcome:
        body = data.replace(b"\r\n.", b"\r\n..")  # dot-stuffing; a header never begins with a dot
        self._before_the_dot(lambda: connection.send(body))
        try:
            _socket(connection).settimeout(self._patience.final)
            connection.send(DOT)
            code, words = connection.getreply()
            _socket(connection).settimeout(self._patience.answer)
        except (OSError, smtplib.SMTPException) as lost:
            self._drop()
            late = isinstance(lost.__context__, TimeoutError)  # smtplib calls both "disconnected"
            return Outcome(Handed.UNSURE, "no_answer" if late else "connection_lost", str(lost)[:500])
        if code == OK:
            return Outcome(Handed.ACCEPTED, "", _told(code, words))
        self._reset(connection, code)
        if not 400 <= code < 600:
            return Outcome(Handed.UNSURE, "answer_unclear", _told(code, words))
        return _by_class(code, words, "message").outcome

    def _before_the_dot(self, say: Callable[[], tuple[int, bytes] | None]) -> tuple[int, bytes]:
        try:
            return say() or (OK, b"")
        except (OSError, smtplib.SMTPException) as lost:
            raise self._lost("connection_lost", lost) from lost

    # The connection

    def _connect(self, server: MailServer) -> smtplib.SMTP:
        connection = self._greeted(server)
        self._connection, self._server = connection, server
        if server.security == "starttls":
            self._encrypt(connection)
        if server.user_name:
            self._log_in(connection, server)
        return connection

    def _greeted(self, server: MailServer) -> smtplib.SMTP:
        # The name is given at once: looking up our own may wait for a resolver that does not answer.
        to, wait = (server.host, server.port, "localhost"), self._patience.connect
        connection: smtplib.SMTP | None = None
        try:
            if server.security == "tls":
                connection = smtplib.SMTP_SSL(*to, timeout=wait, context=self._context())
            else:
                connection = smtplib.SMTP(*to, timeout=wait)
            connection.local_hostname = _address_literal(_socket(connection).getsockname()[0])
            # The dot goes out by itself: it must not wait for the acknowledgement of the body before it.
            _socket(connection).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            _socket(connection).settimeout(self._patience.answer)
            connection.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as nobody:
            if connection is not None:
                connection.close()
            code = "tls_failed" if isinstance(nobody, ssl.SSLError) else "server_unreachable"
            raise self._lost(code, nobody, whole_server=True) from nobody
        return connection

    def _encrypt(self, connection: smtplib.SMTP) -> None:
        """STARTTLS or nothing: never a password in clear because a server, or somebody in between, offers none."""
        try:
            connection.starttls(context=self._context())
            connection.ehlo_or_helo_if_needed()
        except smtplib.SMTPNotSupportedError as missing:
            raise self._lost("starttls_missing", missing, whole_server=True) from missing
        except (OSError, ValueError, smtplib.SMTPException) as failed:
            raise self._lost("tls_failed", failed, whole_server=True) from failed

    def _log_in(self, connection: smtplib.SMTP, server: MailServer) -> None:
        try:
            connection.login(server.user_name, server.password)
        except smtplib.SMTPAuthenticationError as refused:
            wrong = refused.smtp_code >= 500
            code = "authentication_failed" if wrong else "authentication_deferred"
            raise self._lost(
                code, _told(refused.smtp_code, refused.smtp_error), whole_server=True
            ) from refused
        except (OSError, ValueError, smtplib.SMTPException) as failed:
            raise self._lost("authentication_missing", failed, whole_server=True) from failed

    def _context(self) -> ssl.SSLContext:
        self._tls = self._tls or ssl.create_default_context()
        return self._tls

    def _reset(self, connection: smtplib.SMTP, code: int) -> None:
        """Ready for the next message; a server that says 421, or something unreadable, is left."""
        if code in (CLOSING, -1):
            self._drop()
            return
        try:
            connection.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        connection, self._connection, self._server = self._connection, None, None
        if connection is not None:
            connection.close()

    def _lost(self, code: str, why: object, *, whole_server: bool = False) -> _Answer:
        self._drop()
        return _Answer(Outcome(Handed.TRY_LATER, code, str(why)[:500], whole_server=whole_server))


def _by_class(code: int, words: bytes, what: str) -> _Answer:
    """4xx: later; 5xx: never; anything else is not an answer, and nothing was taken."""
    if code == CLOSING:
        return _later("server_closing", code, words, whole_server=True)
    if code == TOO_LARGE and what == "message":
        return _refused("too_large", code, words)
    if 500 <= code < 600:
        return _refused(f"{what}_refused", code, words)
    return _later(f"{what}_deferred", code, words)


def _refused(reason: str, code: int, words: bytes) -> _Answer:
    return _Answer(Outcome(Handed.REFUSED, reason, _told(code, words)))


def _later(reason: str, code: int, words: bytes, *, whole_server: bool = False) -> _Answer:
    return _Answer(Outcome(Handed.TRY_LATER, reason, _told(code, words), whole_server=whole_server))


def _told(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"[:500]


def _address_literal(ip: str) -> str:
    return f"[IPv6:{ip}]" if ":" in ip else f"[{ip}]"


def _socket(connection: smtplib.SMTP) -> socket.socket:
    if connection.sock is None:  # smtplib closes it by itself when an answer cannot be read
        raise smtplib.SMTPServerDisconnected("closed")
    return connection.sock
