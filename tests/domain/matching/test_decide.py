"""How a bank line is matched: labels in the manner of French banks, each with its exact verdict.

One firm's book of 23 November 2026. Evidence is checked with its weights, so that a score can be read.
"""

from datetime import date
from itertools import permutations

import pytest

from quitus.domain.matching.decide import Thresholds, decide, possibly_pays
from quitus.domain.matching.facts import Candidates, Promise, Verdict
from quitus.domain.money import Money
from tests.domain.matching.book import BOOK, CANDIDATES, CLIENTS
from tests.domain.matching.facts import due, eur, line


def verdict_of(label: str, minor: int, **more: object) -> Verdict:
    return decide(line(label, minor, **more), CANDIDATES)


def paid(verdict: Verdict) -> dict[int, int]:
    return {item_id: amount.minor for item_id, amount in verdict.allocations}


def reasons(verdict: Verdict) -> str:
    return " ".join(f"{reason.kind}{reason.weight:+d}" for reason in verdict.evidence)


AUTOMATIC = [
    # (label, cents, what it pays, score, the evidence)
    ("VIR SEPA RF61 FA20 2601 47", 96_000, {1: 96_000}, 1000, "amount_one+380 reference+720"),
    ("VIR SEPA INCONNU FA-2026-0147", 96_000, {1: 96_000}, 980, "amount_one+380 number_full+600"),
    ("VIR SEPA F A 2O26-O147", 96_000, {1: 96_000}, 980, "amount_one+380 number_full+600"),
    ("VIR FACT 2026 01 47", 96_000, {1: 96_000}, 970, "amount_one+380 number_digits+590"),
    (
        "VIR SEPA RECU /DE TRANSP DELMAS /MOTIF FACT 147 DU 12/10/2026 /REF NOTPROVIDED",
        96_000,
        {1: 96_000},
        1000,
        "amount_one+380 number_short+340 name_same+590",
    ),
    ("VIR INST DE MARTIN CLAIRE", 50_000, {6: 50_000}, 970, "amount_one+380 name_same+590"),
    (
        "VIREMENT EN VOTRE FAVEUR ORSENNE PARTICIPATIONS",
        70_000,
        {4: 70_000},
        970,
        "amount_one+380 name_same+590",
    ),
    (
        "VIR RECU 9961234567S DE: TRESORERIE PRINCIPALE DE PONTARLI MOTIF: MANDAT 4471 BORD 118",
        231_000,
        {7: 231_000},
        970,
        "amount_one+380 name_same+590",
    ),
    (
        "VIR INST DE DURAND ET FILS MOTIF FACT 148 ET 151",
        120_000,
        {3: 50_000, 4: 70_000},
        1000,
        "amount_cited+380 number_short+340 several_numbers+250 name_same+590",
    ),
    (
        "VIR SEPA GROUPE VALCOUR FA-2026-0148 FA-2026-0149",
        100_000,
        {3: 50_000, 6: 50_000},
        1000,
        "amount_cited+380 number_full+600 several_numbers+250",
    ),
    (
        "VIR DURAND ET FILS SOLDE",
        135_000,
        {3: 50_000, 4: 70_000, 5: 15_000},
        970,
        "amount_all_open+380 name_same+590",
    ),
    (
        "VIR SEPA /DE CLAIRE MARTIN /MOTIF FA-2026-0149 ACOMPTE",
        20_000,
        {6: 20_000},
        1000,
        "amount_part+250 number_full+600 name_same+590",
    ),
    ("VIR SEPA RF61FA20260147 ACOMPTE", 20_000, {1: 20_000}, 970, "amount_part+250 reference+720"),
    (
        "VIR SEPA RECU /DE  M DELMAS  /MOTIF  FA147  MERCI /REF NOTPROVIDED",
        96_000,
        {1: 96_000},
        970,
        "amount_one+380 number_short+340 name_resembles+250",
    ),
    ("VIR SARL GARAGE GRANRIN", 33_300, {8: 33_300}, 970, "amount_one+380 name_same+590"),
]


@pytest.mark.parametrize(("label", "minor", "pays", "score", "evidence"), AUTOMATIC)
def test_automatic(label, minor, pays, score, evidence):
    verdict = verdict_of(label, minor)
    assert (verdict.kind, paid(verdict), verdict.score, reasons(verdict)) == ("auto", pays, score, evidence)
    assert verdict.margin >= 150


def test_a_known_account_with_the_exact_amount():
    verdict = verdict_of("VIREMENT", 96_000, iban="FR76 3000 6000 0112 3456 7890 189")
    assert (verdict.kind, paid(verdict), verdict.score) == ("auto", {1: 96_000}, 980)
    assert reasons(verdict) == "amount_one+380 iban_known+600"


SUGGESTED = [
    # (label, cents, what it would pay, (score, margin, second best), the evidence)
    (
        "VIR SEPA RECU /DE  M DELMAS  /MOTIF  MERCI /REF NOTPROVIDED",  # a manager's own account
        96_000,
        {1: 96_000},
        (630, 630, {}),
        "amount_one+380 name_resembles+250",
    ),
    (
        "VIR SEPA DURAND ET FILS FA-2026-0149",  # the number is another client's
        50_000,
        {3: 50_000},
        (670, 40, {6: 50_000}),
        "amount_one+380 name_same+590 number_elsewhere-300",
    ),
    (
        "VIR SEPA DURAND ET FILS FA-2025-0099",  # not open: paid long ago, or mistyped
        50_000,
        {3: 50_000},
        (670, 670, {}),
        "amount_one+380 name_same+590 number_elsewhere-300",
    ),
    (
        "VIR SEPA DURAND ET FILS FACTURE 99",
        50_000,
        {3: 50_000},
        (670, 670, {}),
        "amount_one+380 name_same+590 number_elsewhere-300",
    ),
    (
        "VIR INCONNU AU BATAILLON",  # two clients owe just that
        50_000,
        {3: 50_000},
        (300, 0, {6: 50_000}),
        "amount_one+380 among_equals-80",
    ),
    ("VIR INCONNU AU BATAILLON", 41_000, {2: 41_000}, (380, 380, {}), "amount_one+380"),
    (
        "VIR GARAGE GRANRIN",  # homonyms: without the legal form nobody knows
        33_300,
        {8: 33_300},
        (780, 380, {9: 33_300}),
        "amount_one+380 name_shared+400",
    ),
    ("VIR SEPA CLAIRE MARTIN ACOMPTE", 20_000, {6: 20_000}, (590, 590, {}), "name_same+590"),
    (
        "VIR SEPA FA-2026-0149",  # nobody says that the payer is the client
        20_000,
        {6: 20_000},
        (850, 850, {}),
        "amount_part+250 number_full+600",
    ),
    (
        "VIR SEPA CLAIRE MARTIN FA-2026-0149",  # more than is owed
        60_000,
        {6: 50_000},
        (900, 900, {}),
        "amount_over-100 number_full+600 name_same+590",
    ),
    (
        "VIR SEPA DURAND ET FILS FA-2026-0148",  # a part of 148, or 160 with a wrong number?
        15_000,
        {3: 15_000},
        (700, 470, {5: 15_000}),
        "amount_part+250 number_full+600 name_same+590 amount_elsewhere-300",
    ),
    (
        "VIR SEPA DURAND ET FILS FACT 148 151",  # pays one of the two that it names
        70_000,
        {4: 70_000},
        (880, 310, {3: 50_000, 4: 20_000}),
        "amount_one+380 number_short+340 name_same+590 numbers_left_out-120",
    ),
    (
        "VIR SEPA DURAND ET FILS",  # the sum of two of the three
        85_000,
        {4: 70_000, 5: 15_000},
        (850, 850, {}),
        "amount_subset+260 name_same+590",
    ),
    (
        "VIR SEPA TRANSPORTS DELMAS FA-2026-0149",  # another client's invoice and price, paid by this one
        50_000,
        {6: 50_000},
        (630, 340, {1: 50_000}),
        "amount_one+380 number_full+600 payer_elsewhere-350",
    ),
]


@pytest.mark.parametrize(("label", "minor", "pays", "compared", "evidence"), SUGGESTED)
def test_suggested(label, minor, pays, compared, evidence):
    second = compared[2]
    verdict = verdict_of(label, minor)
    runner_up = {item_id: amount.minor for item_id, amount in verdict.runner_up.allocations} if second else {}
    assert (verdict.kind, paid(verdict), reasons(verdict)) == ("suggest", pays, evidence)
    assert (verdict.score, verdict.margin, runner_up) == compared
    assert (verdict.runner_up is None) == (not second)


@pytest.mark.parametrize(
    ("label", "minor"),
    [
        ("REM CHQ 0001187", 45_000),
        ("VIR SEPA SALAIRE OCTOBRE 2026", 212_345),
        ("VIR SEPA INCONNU 147 RUE DES LILAS", 12_345),
        ("CB PAPETERIE VAUBAN", -8_640),
        ("VIR SEPA TRANSPORTS DELMAS FA-2026-0147", -96_000),  # money out
        ("VIR SEPA TRANSPORTS DELMAS FA-2026-0147", 0),
    ],
)
def test_nothing_fits(label, minor):
    assert verdict_of(label, minor) == Verdict("none")


def test_another_currency_is_never_matched():
    usd = line("VIR SEPA FA-2026-0147", 96_000)
    assert decide(type(usd)(usd.booked, Money(96_000, "USD"), usd.label), CANDIDATES) == Verdict("none")


def test_equal_amounts_of_one_client_are_a_tie():
    book = (due(1, 4, "FA-2026-0001", 12_000), due(2, 4, "FA-2026-0002", 12_000))
    verdict = decide(line("VIR CLAIRE MARTIN ABONNEMENT", 12_000), Candidates(book, CLIENTS))
    assert (verdict.kind, paid(verdict), verdict.margin) == ("suggest", {1: 12_000}, 0)
    assert verdict.runner_up is not None
    assert possibly_pays(verdict) == {1, 2}


def test_bare_digits_of_another_invoice_of_the_payer_speak_against():
    book = (due(1, 4, "1552", 90_000), due(2, 4, "958", 24_000))
    verdict = decide(line("VIR CLAIRE MARTIN 1552 ACOMPTE", 24_000), Candidates(book, CLIENTS))
    assert (verdict.kind, paid(verdict), verdict.score) == ("suggest", {1: 24_000}, 700)
    assert verdict.runner_up is not None
    assert (verdict.runner_up.allocations, verdict.runner_up.score) == (((2, eur(24_000)),), 670)


def test_an_invoice_whose_number_looks_like_a_year():
    book = (due(1, 4, "2006", 90_000), due(2, 4, "2007", 24_000))
    named = decide(line("VIR CLAIRE MARTIN FACTURE 2006 ACOMPTE", 24_000), Candidates(book, CLIENTS))
    bare = decide(line("VIR CLAIRE MARTIN SOLDE 2006", 24_000), Candidates(book, CLIENTS))
    assert (named.kind, paid(named)) == ("suggest", {1: 24_000})
    assert (bare.kind, paid(bare)) == ("auto", {2: 24_000})
    closed = decide(line("VIR CLAIRE MARTIN FACTURE 1965", 24_000), Candidates(book, CLIENTS))
    assert (closed.kind, paid(closed), closed.score) == ("suggest", {2: 24_000}, 670)
    dated = decide(line("VIR CLAIRE MARTIN FACTURE 2026", 50_000), CANDIDATES)
    assert (dated.kind, paid(dated)) == ("auto", {6: 50_000})


def test_the_number_breaks_the_tie():
    book = (due(1, 4, "FA-2026-0001", 12_000), due(2, 4, "FA-2026-0002", 12_000))
    verdict = decide(line("VIR CLAIRE MARTIN FA-2026-0002", 12_000), Candidates(book, CLIENTS))
    assert (verdict.kind, paid(verdict), verdict.margin) == ("auto", {2: 12_000}, 900)


def test_numbers_written_alike_are_a_tie_that_the_payer_breaks():
    book = (due(1, 3, "FA-2025-0147", 12_000), due(2, 4, "FA-2026-0147", 12_000))
    unknown = decide(line("VIR SEPA FA147", 12_000), Candidates(book, CLIENTS))
    named = decide(line("VIR SEPA CLAIRE MARTIN FA147", 12_000), Candidates(book, CLIENTS))
    assert (unknown.kind, unknown.margin) == ("suggest", 0)
    assert (named.kind, paid(named)) == ("auto", {2: 12_000})


def test_equal_instalments_of_the_invoice_named_go_to_the_oldest():
    book = tuple(due(id_, 4, "FA-2026-0200", 40_000) for id_ in (3, 1, 2))
    verdict = decide(line("VIR CLAIRE MARTIN FA-2026-0200", 40_000), Candidates(book, CLIENTS))
    assert (verdict.kind, paid(verdict)) == ("auto", {1: 40_000})
    whole = decide(line("VIR CLAIRE MARTIN FA-2026-0200", 120_000), Candidates(book, CLIENTS))
    assert (whole.kind, paid(whole)) == ("auto", {1: 40_000, 2: 40_000, 3: 40_000})


def test_part_of_an_invoice_in_instalments_settles_the_oldest_first():
    book = tuple(due(id_, 4, "FA-2026-0200", 40_000) for id_ in (3, 1, 2))
    verdict = decide(line("VIR CLAIRE MARTIN FA-2026-0200", 50_000), Candidates(book, CLIENTS))
    assert (verdict.kind, paid(verdict)) == ("auto", {1: 40_000, 2: 10_000})


def test_seven_invoices_in_one_transfer():
    book = tuple(due(n, 3, f"FA-2026-{n:04d}", 10_000 + n) for n in range(1, 10))
    label = "VIR SEPA DURAND ET FILS FACT " + " ".join(f"2026-{n:04d}" for n in range(2, 9))
    verdict = decide(line(label, sum(10_000 + n for n in range(2, 9))), Candidates(book, CLIENTS))
    assert (verdict.kind, paid(verdict)) == ("auto", {n: 10_000 + n for n in range(2, 9)})


def test_a_cut_label_names_some_of_all_that_is_paid():
    book = tuple(due(n, 3, f"FA-2026-{n:04d}", 10_000 + n) for n in range(1, 6))
    verdict = decide(
        line("VIR SEPA DURAND ET FILS FA-2026-0001 FA-2026-0002 FA-20", 50_015), Candidates(book, CLIENTS)
    )
    assert (verdict.kind, sorted(paid(verdict))) == ("auto", [1, 2, 3, 4, 5])


def test_two_ways_to_add_up_are_no_way():
    book = tuple(due(n, 4, f"FA-2026-{n:04d}", minor) for n, minor in enumerate([100, 400, 200, 300, 999], 1))
    verdict = decide(line("VIR CLAIRE MARTIN", 500), Candidates(book, CLIENTS))
    assert "amount_subset" not in reasons(verdict)
    assert (verdict.kind, verdict.score) == ("suggest", 590)


def test_an_amount_that_many_owe_says_nothing():
    book = tuple(due(n, n, f"FA-2026-{n:04d}", 12_000) for n in range(1, 7))
    assert decide(line("VIR INCONNU", 12_000), Candidates(book, CLIENTS)) == Verdict("none")


def test_a_promise_kept_is_evidence():
    promise = Promise(date(2026, 11, 20), eur(20_000))
    book = (due(1, 4, "FA-2026-0001", 50_000, promise=promise), due(2, 4, "FA-2026-0002", 70_000))
    verdict = decide(line("VIR CLAIRE MARTIN", 20_000), Candidates(book, CLIENTS))
    assert (verdict.kind, verdict.score, reasons(verdict)) == ("suggest", 740, "name_same+590 promise+150")
    early = decide(
        line("VIR CLAIRE MARTIN", 20_000),
        Candidates(
            (due(1, 4, "FA-2026-0001", 50_000, promise=Promise(date(2026, 9, 1), eur(20_000))),), CLIENTS
        ),
    )
    assert early.score == 590


def test_money_before_the_invoice_was_made_is_not_taken_for_it():
    book = (due(1, 4, "FA-2026-0001", 50_000, issued=date(2026, 11, 24)),)
    verdict = decide(line("VIR CLAIRE MARTIN", 50_000), Candidates(book, CLIENTS))
    assert (verdict.kind, verdict.score) == ("suggest", 820)
    assert "before_issue-150" in reasons(verdict)


@pytest.mark.parametrize(
    ("label", "kind", "score"),
    [("FACT 147/2026", "auto", 1000), ("FACT 147/2025", "suggest", 670), ("FACT 147 2025", "suggest", 670)],
)
def test_the_year_behind_a_number_counts(label, kind, score):
    verdict = verdict_of(f"VIR TRANSPORTS DELMAS {label}", 96_000)
    assert (verdict.kind, paid(verdict), verdict.score) == (kind, {1: 96_000}, score)


def test_the_order_of_candidates_never_matters():
    book = (*BOOK[2:6], due(10, 3, "FA-2026-0199", 50_000))
    lines = [line("VIR DURAND ET FILS FACT 148 ET 151", 120_000), line("VIR DURAND", 50_000)]
    for each in lines:
        verdicts = [
            decide(each, Candidates(tuple(items), tuple(reversed(CLIENTS)))) for items in permutations(book)
        ]
        assert all(verdict == verdicts[0] for verdict in verdicts)


def test_a_stricter_house_decides_less_alone():
    verdict = decide(line("VIR SEPA FA-2026-0147", 96_000), CANDIDATES, Thresholds(automatic=990))
    assert (verdict.kind, verdict.score) == ("suggest", 980)


def test_only_a_waiting_line_holds_reminders():
    assert possibly_pays(verdict_of("VIR INST DE MARTIN CLAIRE", 50_000)) == frozenset()
    assert possibly_pays(verdict_of("REM CHQ 0001187", 45_000)) == frozenset()
    assert possibly_pays(verdict_of("VIR INCONNU AU BATAILLON", 50_000)) == {3, 6}


def test_facts_fill_the_sentence():
    verdict = verdict_of("VIR SEPA RECU /DE M DELMAS /MOTIF FA147", 96_000)
    facts = {reason.kind: reason.facts for reason in verdict.evidence}
    assert facts["amount_one"] == {"amount": eur(96_000), "owed": eur(96_000), "count": 1}
    assert facts["number_short"] == {"read": ("fa147",), "numbers": ("FA-2026-0147",)}
    assert facts["name_resembles"] == {"name": "Transports Delmas"}
