"""`quitus reminders plan` and `quitus reminders send`: what they print, and their exits."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection

from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.models import MailAccount, Message
from quitus.apps.reminders.models import PlanDay, Reminder
from quitus.cli.main import main
from tests.firm import TODAY, make_client, make_instalment
from tests.mail_server import Behaviour, mail_server
from tests.reminding import get_ready


@pytest.fixture
def studio(committed) -> int:
    """One debtor who is eight days late, one whose invoice is due in two weeks; it is Tuesday, half past nine."""
    firm = Organisation.objects.create(
        name="Studio Marelle", account_holder="Studio Marelle", iban="FR7630006000011234567890189"
    )
    get_ready(firm)
    with tenant(firm.id):
        make_instalment(
            make_client("Étoile SARL", email="e@etoile.example"), "FA-1", due=TODAY - timedelta(8)
        )
        late = make_client("Brasserie du Canal", email="bar@canal.example")
        make_instalment(late, "FA-2", "80.50", due=TODAY + timedelta(14), issued=TODAY)
    connection.close()
    return firm.id


def plain(text: str) -> str:
    """French puts narrow spaces that do not break."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


def test_the_plan_of_today_in_words_and_what_waits(quitus, studio):
    code, output, errors = quitus("reminders", "plan")
    assert (code, plain(output), errors) == (
        0,
        "24 novembre 2026 : Étoile SARL, « Un souci ? », 1 échéance, 1 240,00 €\n"
        "1 échéance en attente : la première étape vient plus tard\n",
        "",
    )
    assert quitus("reminders", "plan", "--on", "2026-12-08", language="en") == (
        0,
        "8\xa0December 2026: Brasserie du Canal, “It is due today”, 1 instalment, €80.50\n"
        "1 instalment waits: the bank statements are too old\n",
        "",
    )
    with tenant(studio):  # it looked, and wrote nothing
        assert (PlanDay.objects.count(), Reminder.objects.count(), Message.objects.count()) == (0, 0, 0)


def test_the_plan_of_a_fortnight_for_programs(quitus, studio):
    code, output, errors = quitus("reminders", "plan", "--days", "15", "--json")
    first = {"on": "2026-11-24", "client": "Étoile SARL", "step": "any_problem", "instalments": ["FA-1"]}
    other = {"client": "Brasserie du Canal", "amount": "80.50 EUR", "instalments": ["FA-2"]}
    always = {"channel": "email", "approval": "automatic", "amount": "1240.00 EUR"}
    assert (code, json.loads(output), errors) == (
        0,
        {
            "on": "2026-11-24",
            "days": 15,
            "messages": [
                always | first,
                always | first | {"on": "2026-12-01", "step": "firm"},
                always | other | {"on": "2026-12-01", "step": "upcoming"},
                always | other | {"on": "2026-12-08", "step": "due_day"},
            ],
            "waiting": {"before_first_step": 1},
        },
        "",
    )


def test_sending_what_is_due_and_once_more(quitus, studio):
    assert quitus("reminders", "send") == (
        0,
        "1 message parti, 0 refusé, 0 remis à plus tard, 0 incertain ; 1 relance préparée.\n",
        "",
    )
    code, output, errors = quitus("reminders", "send", "--json", "--organisation", "Studio Marelle")
    names = ("accepted", "refused", "later", "unsure", "withdrawn", "reminders")
    nothing = dict.fromkeys(names, 0) | {"stopped_by": None, "reasons": {}}
    assert (code, json.loads(output), errors) == (0, nothing, "")
    assert quitus("reminders", "plan", language="en")[1] == (
        "Nothing would leave.\n"
        "1 instalment waits: not yet the day of the next step\n"
        "1 instalment waits: not yet the day of the first step\n"
    )


def test_a_server_that_does_not_answer_stops_it(quitus, studio):
    with tenant(studio):
        MailAccount.objects.update(kind="smtp", port=1)
    code, output, errors = quitus("reminders", "send", "--json", language="en")
    assert (code, json.loads(output)["accepted"]) == (1, 0)
    assert json.loads(output)["stopped_by"] == "server_unreachable"
    assert errors == "Sending stops. Nobody answers there. Check the server’s name and the port.\n"
    with tenant(studio):
        assert list(Message.objects.values_list("state", flat=True)) == ["queued"]
        MailAccount.objects.all().delete()
    assert quitus("reminders", "send")[0::2] == (
        1,
        "L’envoi s’arrête. Aucune boîte d’envoi n’est renseignée : indiquez-la sur le site, dans les réglages.\n",
    )


LOOK = "Open “Reminders” on the site: send the refused messages again, say whether the unsure ones arrived.\n"
TROUBLES = [
    (
        Behaviour(recipient={"e@etoile.example": "550 5.1.1 No such user"}),
        "0 messages left, 1 refused, 0 put off, 0 unsure; 1 reminder planned.\n",
        "1 message: The server refuses the recipient’s address. 550 5.1.1 No such user\n",
        "recipient_refused",
    ),
    (
        Behaviour(drop_at="data"),
        "0 messages left, 0 refused, 0 put off, 1 unsure; 1 reminder planned.\n",
        "1 message: The connection broke. ",
        "connection_lost",
    ),
]


@pytest.mark.parametrize("case", TROUBLES, ids=["refused", "unsure"])
def test_what_was_refused_or_is_unsure_shows_in_the_exit_and_says_why(quitus, studio, case):
    behaviour, told, why, reason = case
    with mail_server(behaviour) as (_, port):
        with tenant(studio):
            MailAccount.objects.update(kind="smtp", port=port)
        connection.close()
        code, output, errors = quitus("reminders", "send", language="en")
    assert (code, output) == (1, told)
    assert errors.startswith(why)
    assert errors.endswith(LOOK)
    with tenant(studio):
        assert list(Message.objects.values_list("reason", flat=True)) == [reason]
    connection.close()
    code, output, errors = quitus("reminders", "send", "--json")  # what is old is not told again
    assert (code, json.loads(output)["reasons"], errors) == (0, {}, "")


@pytest.mark.parametrize(
    ("day", "read"),
    [
        ("9999-12-31", "31 December 9999"),
        ("0001-01-01", "1 January 1"),
        ("0025-11-10", "10 November 25"),
        ("1899-12-31", "31 December 1899"),
        ("2201-01-01", "1 January 2201"),
    ],
)
def test_a_day_beyond_every_calendar(quitus, studio, day, read):
    told = f"{read} is out of reach. Choose a day between 1 January 1990 and 31 December 2200.\n"
    sentence = re.sub(r"([0-9]+) (?=[JND])", "\\1\xa0", told)
    plan = ("reminders", "plan", "--days", "366", "--on")
    assert quitus(*plan, day, language="en") == (1, "", sentence)
    assert quitus("aged", "--on", day, language="en") == (1, "", sentence)
    assert quitus("books", "balance", "--on", day, language="en") == (1, "", sentence)
    assert quitus("books", "close", "--until", day, "--yes", language="en") == (1, "", sentence)
    assert quitus(*plan, "2200-12-31")[0::2] == (0, "")


def test_no_such_firm(quitus, studio):
    code, output, errors = quitus("reminders", "plan", "--organisation", "Atelier Voisin")
    assert (code, output) == (1, "")
    assert "Atelier Voisin" in errors


@pytest.mark.parametrize(
    "arguments",
    [["plan", "--days", "0"], ["plan", "--on", "24/11/2026"], ["send", "--on", "2026-11-24"], ["?"]],
)
def test_wrong_usage(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        main(["reminders", *arguments])
    said = capsys.readouterr()
    assert (left.value.code, said.out) == (2, "")
    assert "Error" in said.err
