"""The demonstration's mailbox: the messages as they would have arrived, and nothing of them runs here."""

from datetime import UTC, datetime

import pytest

from quitus.apps.clients.models import Contact
from quitus.apps.files.actions import keep
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.models import MailAccount, Message, MessageContent, MessageState
from tests.firm import TODAY, make_client

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HTML = (
    "<!doctype html><html><head><style>p{color:red}</style></head>"
    "<body><p>Bonjour <script>alert(1)</script></p></body></html>"
)


def arrive(number=1, state=MessageState.ACCEPTED, files=()):
    client_id = make_client(f"Client {number}", email=f"compta{number}@berthier.example")
    contact = Contact.objects.get(client_id=client_id)
    message = Message.objects.create(
        client_id=client_id,
        contact=contact,
        to_address=contact.email,
        purpose="reminder",
        slot=f"slot-{number}",
        state=state,
        planned_on=TODAY,
        not_before=NOW,
        settled_on=TODAY,
    )
    return MessageContent.objects.create(
        message=message,
        attempt=1,
        rfc_message_id=f"<{number}@studio-marelle.example>",
        to_address=contact.email,
        subject=f"Facture FA-2026-{number:04}",
        text="Bonjour,\nvotre facture <b>reste</b> ouverte.",
        html=HTML,
        attachments=list(files),
        rendered_at=NOW,
    )


@pytest.fixture
def demonstration(firm):
    with tenant(firm.id):
        MailAccount.objects.create(
            kind="mailbox", from_name="Studio Marelle", from_address="camille@studio-marelle.example"
        )
        file = keep(b"%PDF-1.7 invented", "application/pdf")
        return firm, arrive(files=[file.id]), file.id


def test_the_list_and_the_message(reader, demonstration):
    _, letter, _ = demonstration
    assert "Facture FA-2026-0001" in reader.get("/mailbox/").content.decode()
    page = reader.get(f"/mailbox/{letter.id}").content.decode()
    assert f'src="/mailbox/{letter.id}/words"' in page
    assert "sandbox=" in page
    assert "alert(1)" not in page
    plain = reader.get(f"/mailbox/{letter.id}", {"as": "text"}).content.decode()
    assert "votre facture &lt;b&gt;reste&lt;/b&gt; ouverte." in plain


def test_the_words_may_be_framed_by_us_alone_and_run_nothing(reader, demonstration):
    _, letter, _ = demonstration
    answer = reader.get(f"/mailbox/{letter.id}/words")
    policy = answer.headers["Content-Security-Policy"]
    for part in (
        "sandbox allow-same-origin allow-popups",
        "script-src 'none'",
        "style-src 'unsafe-inline'",
        "frame-ancestors 'self'",
    ):
        assert part in policy
    assert "allow-scripts" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_blank">' in answer.content.decode()


def test_a_file_is_kept_not_shown(reader, demonstration):
    _, letter, file_id = demonstration
    answer = reader.get(f"/mailbox/{letter.id}/files/{file_id}")
    assert answer.content == b"%PDF-1.7 invented"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Type"] == "application/pdf"


def test_a_file_of_another_message_is_not_given(reader, demonstration):
    firm, letter, _ = demonstration
    with tenant(firm.id):
        other = keep(b"%PDF-1.7 of somebody else", "application/pdf")
    assert reader.get(f"/mailbox/{letter.id}/files/{other.id}").status_code == 404


def test_what_has_not_arrived_is_not_there(reader, demonstration):
    firm, _, _ = demonstration
    with tenant(firm.id):
        waiting = arrive(2, MessageState.UNSURE)
    assert "FA-2026-0002" not in reader.get("/mailbox/").content.decode()
    assert reader.get(f"/mailbox/{waiting.id}").status_code == 404


def test_a_firm_with_a_real_mailbox_has_no_such_page(reader, firm):
    with tenant(firm.id):
        MailAccount.objects.create(
            kind="smtp", from_name="S", from_address="c@studio-marelle.example", host="h"
        )
        letter = arrive()
    for path in ("", str(letter.id), f"{letter.id}/words", f"{letter.id}/files/1"):
        assert reader.get(f"/mailbox/{path}").status_code == 404


def test_messages_of_another_firm_do_not_exist(sign_in, demonstration):
    _, letter, file_id = demonstration
    other = Organisation.objects.create(name="Atelier Voisin")
    with tenant(other.id):
        MailAccount.objects.create(kind="mailbox", from_name="A", from_address="a@atelier.example")
    browser = sign_in(Role.OWNER, organisation=other, language="en")
    for path in (f"{letter.id}", f"{letter.id}/words", f"{letter.id}/files/{file_id}"):
        assert browser.get(f"/mailbox/{path}").status_code == 404
    assert "Nothing arrived yet" in browser.get("/mailbox/").content.decode()


def test_strangers_sign_in_first(client, demonstration):
    _, letter, _ = demonstration
    assert client.get(f"/mailbox/{letter.id}/words").url.startswith("/account/login")


def test_more_messages_cost_no_more_queries(reader, demonstration, django_assert_max_num_queries):
    firm, _, _ = demonstration
    with tenant(firm.id):
        for number in range(2, 9):
            arrive(number)
    with django_assert_max_num_queries(16):
        reader.get("/mailbox/", {"before": "99999999"})
