"""Every kind of event that an action records has its sentence, in French and English, also with facts erased."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from quitus.domain.answers.promises import Outcome
from quitus.domain.money import Money
from quitus.domain.reminders.decision import Reason
from quitus.web.icons import symbols
from quitus.web.reminder_words import REASONS, REMEDIES, STEPS, reason_words, remedy, step_name
from quitus.web.timeline import SENTENCES, actor_name, tell
from tests.web.timeline.telling import TODAY, happening, told

APPS = Path(__file__).parents[3] / "src/quitus/apps"
# Kinds that are put together from a word of the rules: what that word may be.
PUT_TOGETHER = {
    "promise_": [Outcome.KEPT, Outcome.BROKEN],
    "message_": ["accepted", "refused", "unsure"],
}


def kinds_recorded() -> Iterator[str]:
    """What is given as the kind: to `Event`, or to a function that hands its own argument on as one."""
    for file in sorted(APPS.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        if not _records(tree):
            continue
        takers = {"Event": (0, "kind"), **dict(_hands_on(tree))}
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in takers:
                place, name = takers[call.func.id]
                named = [keyword.value for keyword in call.keywords if keyword.arg == name]
                yield from _values([*named, *call.args[place : place + 1]][0], file)


def _records(tree: ast.Module) -> bool:
    """Whether `Event` is the timeline's there: the law of limitation has events of its own."""
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "quitus.apps.timeline.actions"
        and "Event" in {alias.name for alias in node.names}
        for node in ast.walk(tree)
    )


def _hands_on(tree: ast.Module) -> Iterator[tuple[str, tuple[int, str]]]:
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        names = [argument.arg for argument in function.args.args]
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Event":
                kind = call.args[0]
                if isinstance(kind, ast.Name) and kind.id in names:
                    yield function.name, (names.index(kind.id), kind.id)


def _values(kind: ast.expr, file: Path) -> list[str]:
    if isinstance(kind, ast.Constant):
        return [kind.value]
    if isinstance(kind, ast.IfExp):
        return [*_values(kind.body, file), *_values(kind.orelse, file)]
    if isinstance(kind, ast.JoinedStr):
        start = kind.values[0]
        assert isinstance(start, ast.Constant), f"{file}: a kind begins with a word"
        return [f"{start.value}{word}" for word in PUT_TOGETHER[start.value]]
    # Inside a function that hands its argument on: its callers say which.
    assert isinstance(kind, ast.Name), f"{file}:{kind.lineno}: the kind of an event is written out"
    return []


KINDS = sorted(set(kinds_recorded()))


def test_the_kinds_are_found():
    assert {
        "client_created",
        "payment_received",
        "promise_kept",
        "message_accepted",
        "contact_bounced",
    } <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_sentence_in_both_languages(kind):
    assert kind in SENTENCES, f"add a sentence for {kind} to quitus/web/timeline"
    french, english = told(kind), told(kind, "en")
    assert french
    assert english
    assert french != english


@pytest.mark.parametrize("kind", sorted(SENTENCES))
def test_no_sentence_without_a_kind_and_each_with_a_drawing(kind):
    assert kind in KINDS
    assert f"i-{tell(happening(kind), TODAY).icon}" in symbols()


PARTS = [
    {"number": "FA-2026-0118", "amount_minor": 24_000},
    {"number": "FA-2026-0127", "amount_minor": 6_000},
]
MANY = [f"FA-{number}" for number in range(1, 8)]


@pytest.mark.parametrize(
    ("kind", "facts", "french", "english"),
    [
        (
            "payment_received",
            {"amount_minor": 30_000, "currency": "EUR", "method": "transfer", "settles": PARTS},
            "300,00 € reçus par virement, pour FA-2026-0118 et FA-2026-0127",
            "€300.00 received by transfer, for FA-2026-0118 and FA-2026-0127",
        ),
        (
            "payment_received",
            {"amount_minor": 500, "currency": "EUR", "method": "cash", "settles": [], "left_over_minor": 500},
            "5,00 € reçus en espèces ; 5,00 € restent à leur crédit",
            "€5.00 received in cash; €5.00 left as credit",
        ),
        (
            "payment_received",
            {
                "amount_minor": 30_000,
                "currency": "EUR",
                "method": "cheque",
                "settles": [],
                "recovers": [*PARTS, *PARTS],
                "left_over_minor": 500,
            },
            "300,00 € reçus par chèque ; réglé malgré tout, après passage en perte : FA-2026-0118 et FA-2026-0127 ; "
            "5,00 € restent à leur crédit",
            "€300.00 received by cheque; written off before, paid after all: FA-2026-0118 and FA-2026-0127; "
            "€5.00 left as credit",
        ),
        (
            "credit_allocated",
            {"amount_minor": 30_000, "currency": "EUR", "settles": [], "recovers": PARTS[:1]},
            "300,00 € de leur crédit utilisés ; réglé malgré tout, après passage en perte : FA-2026-0118",
            "€300.00 of their credit used; written off before, paid after all: FA-2026-0118",
        ),
        (
            "payment_reversed",
            {"amount_minor": 30_000, "currency": "EUR", "reopened": PARTS},
            "Règlement de 300,00 € annulé ; de nouveau dues : FA-2026-0118 et FA-2026-0127",
            "Payment of €300.00 taken back; open again: FA-2026-0118 and FA-2026-0127",
        ),
        (
            "payment_received",
            {
                "amount_minor": 30_000,
                "currency": "EUR",
                "method": "transfer",
                "settles": PARTS[:1],
                "charges": [
                    {"kind": "interest", "number": "FA-2026-0118", "amount_minor": 1_685},
                    {"kind": "indemnity", "number": "FA-2026-0118", "amount_minor": 4_000},
                ],
            },
            "300,00 € reçus par virement, pour FA-2026-0118 et les pénalités sur FA-2026-0118",
            "€300.00 received by transfer, for FA-2026-0118 and the charges on FA-2026-0118",
        ),
        (
            "payment_reversed",
            {"amount_minor": 5_685, "currency": "EUR", "reopened": [], "charges": [{"number": "FA-1"}]},
            "Règlement de 56,85 € annulé ; de nouveau dues : les pénalités sur FA-1",
            "Payment of €56.85 taken back; owed again: the charges on FA-1",
        ),
        (
            "credit_allocated",
            {"amount_minor": 5_685, "currency": "EUR", "settles": [], "charges": [{"number": "FA-1"}]},
            "56,85 € de leur crédit utilisés, pour les pénalités sur FA-1",
            "€56.85 of their credit used, for the charges on FA-1",
        ),
        (
            "charges_claimed",
            {
                "number": "PEN-2026-0001",
                "until": "2026-11-24",
                "interest_minor": 1_685,
                "indemnity_minor": 4_000,
                "costs_minor": 0,
                "currency": "EUR",
                "invoices": ["FA-1"],
            },
            "Pénalités réclamées, PEN-2026-0001 : 16,85 € d’intérêts et 40,00 € d’indemnité, sur FA-1, jusqu’au "
            "mardi 24 novembre",
            "Charges claimed, PEN-2026-0001: €16.85 of interest and €40.00 of indemnity, on FA-1, until "
            "Tuesday 24 November",
        ),
        (
            "charge_waived",
            {
                "kind": "interest",
                "number": "FA-1",
                "amount_minor": 1_685,
                "currency": "EUR",
                "written_off": True,
            },
            "16,85 € d’intérêts passés en perte, sur FA-1",
            "€16.85 of interest written off, on FA-1",
        ),
        (
            "debt_reduced",
            {
                "kind": "credit_note",
                "amount_minor": 36_000,
                "currency": "EUR",
                "document": "AV-7",
                "numbers": ["FA-1"],
            },
            "Avoir : 360,00 € sur FA-1 (AV-7)",
            "Credit note: €360.00 on FA-1 (AV-7)",
        ),
        (
            "credit_refunded",
            {"amount_minor": 3_000, "currency": "EUR"},
            "30,00 € de crédit remboursés",
            "€30.00 of credit paid back",
        ),
        (
            "promise_given",
            {"amount": Money(124_000, "EUR"), "until": date(2026, 11, 30)},
            "1 240,00 € promis pour le lundi 30 novembre ; les relances attendent jusque-là",
            "€1,240.00 promised for Monday 30 November; reminders wait until then",
        ),
        (
            "promise_broken",
            {"until": date(2025, 12, 1)},
            "Promesse non tenue : c’était pour le lundi 1er décembre 2025",
            "Promise not kept: it was for Monday 1 December 2025",
        ),
        (
            "dispute_opened",
            {"amount": Money(32_000, "EUR"), "reason": "work", "words": "…"},
            "320,00 € contestés : le travail ou la livraison",
            "€320.00 contested: the work or the delivery",
        ),
        (
            "client_changed",
            {
                "changed": {
                    "name": ["a", "b"],
                    "payment_days": [30, 45],
                    "payment_end_of_month": [False, True],
                }
            },
            "Fiche modifiée : nom, conditions de paiement",
            "Card changed: name, payment terms",
        ),
        (
            "invoices_recorded",
            {"invoices": [{"number": number} for number in MANY]},
            "7 factures enregistrées : FA-1, FA-2, FA-3 et 4 autres",
            "7 invoices recorded: FA-1, FA-2, FA-3 and 4 others",
        ),
        (
            "invoices_recorded",
            {"invoices": [{"number": "FA-1"}]},
            "Facture FA-1 enregistrée",
            "Invoice FA-1 recorded",
        ),
        (
            "message_accepted",
            {"to": "compta@berthier.example", "steps": ["firm"], "invoices": ["FA-1", "FA-2"]},
            "« Relance ferme » envoyée, au sujet de FA-1 et FA-2, à compta@berthier.example",
            "“Firm reminder” sent, about FA-1 and FA-2, to compta@berthier.example",
        ),
        (
            "promise_given",
            {"amount": "1240.00 EUR", "until": "2026-12-15", "before": "2026-11-30"},
            "1 240,00 € promis pour le mardi 15 décembre, reportés du lundi 30 novembre ; les relances "
            "attendent jusque-là",
            "€1,240.00 promised for Tuesday 15 December, put off from Monday 30 November; reminders wait "
            "until then",
        ),
        (
            "said_paid",
            {"reminders_go_on": True},
            "« Déjà payé » ; dit à nouveau après la réponse : les relances continuent",
            "“Already paid”; said again after the answer: reminders go on",
        ),
        (
            "dispute_opened",
            {"amount": "10.00 EUR", "reason": "work", "reminders_go_on": True},
            "10,00 € contestés : le travail ou la livraison ; contesté à nouveau après la réponse : les relances "
            "continuent",
            "€10.00 contested: the work or the delivery; contested again after the answer: reminders go on",
        ),
        (
            "message_withdrawn",
            {"reason": "paid"},
            "Message retiré : payé",
            "Message withdrawn: paid",
        ),
    ],
)
def test_what_is_said(kind, facts, french, english):
    assert told(kind, **facts) == french
    assert told(kind, "en", **facts) == english


def test_what_people_wrote_stays_apart_and_is_not_taken_for_markup():
    words = "<script>alert(1)</script>"
    with translation.override("fr"):
        assert tell(happening("dispute_opened", words=words), TODAY).quote == words


@pytest.mark.parametrize("kind", sorted(SENTENCES))
@pytest.mark.parametrize("rubbish", [None, 7, "x", [None, {"number": None}], {"a": 1}, "10.005 EUR", "1 ???"])
def test_odd_facts_never_break_a_page(kind, rubbish):
    names = ("amount", "until", "paid_on", "invoices", "settles", "reopened", "steps", "changed", "contacts")
    others = ("amount_minor", "currency", "reason", "to", "email", "version", "new", "method", "policy")
    legal = (
        "charges",
        "numbers",
        "number",
        "kind",
        "claims",
        "rate",
        "percent",
        "since",
        "happened_on",
        "own",
    )
    with translation.override("fr"):
        assert tell(happening(kind, **dict.fromkeys((*names, *others, *legal), rubbish)), TODAY).head


def test_a_kind_of_a_later_version_is_shown_by_its_code():
    assert told("invoice_sung") == "invoice sung"


def test_who_did_it():
    with translation.override("fr"):
        assert [actor_name(actor) for actor in ("quitus", "debtor", "Camille Rousseau")] == [
            "Quitus",
            "le client",
            "Camille Rousseau",
        ]


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_of_the_rules_has_words(reason):
    with translation.override("fr"):
        french = reason_words(reason)
    with translation.override("en"):
        assert french != reason_words(reason)


def test_a_remedy_is_for_a_reason_that_exists_and_unknown_codes_are_shown():
    assert set(REMEDIES) <= set(REASONS)
    assert set(STEPS) >= {"arrival_check", "firm", "formal_notice"}
    with translation.override("en"):
        assert (step_name("our_own_step"), reason_words("smtp_554"), remedy("paid")) == (
            "our own step",
            "smtp_554",
            "",
        )
