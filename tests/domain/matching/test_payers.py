"""Who pays, as banks print it: cut, shortened, broken, turned round, with namesakes near."""

import pytest

from quitus.domain.matching.decide import decide
from quitus.domain.matching.facts import Candidates, Verdict
from quitus.domain.matching.payers import Likeness, identify_payers
from tests.domain.matching.book import BOOK, CANDIDATES, CLIENTS, DELMAS_IBAN
from tests.domain.matching.facts import client, due, line


def paid(verdict: Verdict) -> dict[int, int]:
    return {item_id: amount.minor for item_id, amount in verdict.allocations}


def verdict_of(label: str, minor: int, **more: object) -> Verdict:
    return decide(line(label, minor, **more), CANDIDATES)


def likeness(name: str, label: str, counterparty: str | None = None, *others: str) -> Likeness:
    """How the first client's name compares, beside those of others."""
    clients = tuple(client(number, one) for number, one in enumerate((name, *others), 1))
    seen = line(label, 1_000, counterparty=counterparty)
    payer = identify_payers(seen, frozenset(), clients).get(1)
    return payer.likeness if payer else Likeness.NONE


@pytest.mark.parametrize(
    ("name", "label", "counterparty", "expected"),
    [
        # cut by the bank, in its field or in the label
        ("Communauté de communes de Roanne", "COMMUNAUTE DE COMMUNES DE RO LOYER", None, Likeness.CONTAINS),
        ("Copropriété Le Clos Fleuri Pessac", "VIR COPROPRIETE LE CLOS FLEU 02", None, Likeness.CONTAINS),
        ("SAS Thermigaz Développement", "VIR", "SAS THERMIGAZ DEVELOPPEM", Likeness.SAME),
        # shortened
        ("Électricité Roussel", "VIR ELEC ROUSSEL REGLEMENT", None, Likeness.SAME),
        ("SAS SMT Transports", "VIREMENT DE SAS SMT TPS MOTIF FACTURE", None, Likeness.SAME),
        ("Communauté de communes de Bordeaux", "VIR DE: CTE DE COMMUNES DE BORDEAUX MOTIF: X", None, Likeness.SAME),
        # a word alone, with what it is called
        ("Sté Leblanc", "VIR SEPA STE LEBLANC FACTURE", None, Likeness.SAME),
        ("Ets Lamy", "VIR STE LAMY MERCI", None, Likeness.RESEMBLES),
        # broken in two by a line of 35 characters
        ("M. ou Mme Schneider Thierry", "VIREMENT RECU DE MR THIERRY SCHNEID ER MOTIF", None, Likeness.RESEMBLES),
        ("Garage Delmas-Roy", "VIR GARAGE DEL MAS ROY", None, Likeness.SAME),
        # persons, turned round
        ("M. ou Mme Leblanc Didier", "VIR SEPA LEBLANC DIDIER REGLEMENT", None, Likeness.SAME),
        ("Claire Martin", "VIR MARTIN CLAIRE", None, Likeness.SAME),
        # another firm that shares a word, or all words and more
        ("SAS Breizhvert France", "VIR", "Breizhvert Loisirs", Likeness.TOUCHES),
        ("Association des Aînés Vienne", "VIR", "AMICALE DES AINES BERGERAC", Likeness.TOUCHES),
        ("L’Atelier du Bois SNC", "VIR", "SCI L ATELIER DU BOIS RIVIERE", Likeness.RESEMBLES),
        ("Garage Delmas", "VIR", "Boulangerie Roux", Likeness.NONE),
    ],
)  # fmt: skip
def test_names_as_banks_print_them(name, label, counterparty, expected):
    assert likeness(name, label, counterparty) is expected


def test_the_number_of_a_street_is_part_of_a_name():
    clients = (client(1, "SDC 27 rue Pasteur Bayonne"), client(2, "SDC 3 rue Pasteur Bayonne"))
    payers = identify_payers(line("VIR SDC 27 RUE PASTEUR BAYONNE LOT 12", 1), frozenset(), clients)
    assert payers[1].named
    assert not payers[2].named


def test_a_cut_name_that_fits_two_clients_is_shared():
    clients = (client(1, "SCI Les Jardins d’Ambre à Toulon"), client(2, "Les Jardins d’Ambre à Tourcoing"))
    seen = line("VIR", 1, counterparty="SCI LES JARDINS D AMBRE A TO")
    payers = identify_payers(seen, frozenset(), clients)
    assert [payers[number].shared for number in (1, 2)] == [True, True]


def test_who_was_found_by_an_amount_alone_only_resembles():
    """More of that name may exist than were looked at."""
    seen = line("VIR TRANSPORTS DELMAS", 96_000)
    guessed = decide(seen, Candidates(BOOK, CLIENTS, frozenset({1})))
    found = decide(seen, CANDIDATES)
    assert (guessed.kind, [reason.kind.value for reason in guessed.evidence]) == (
        "suggest",
        ["amount_one", "name_resembles"],
    )
    assert found.kind == "auto"


def test_a_stranger_who_cites_a_whole_number_pays_no_part_by_itself():
    verdict = verdict_of("VIR FA-2026-0147", 30_000, counterparty="DELMAS EVENEMENTS")
    assert (verdict.kind, paid(verdict)) == ("suggest", {1: 30_000})
    assert verdict_of("VIR FA-2026-0147", 30_000, counterparty="TRANSPORTS DELMAS").kind == "auto"


def test_a_refund_is_never_taken_alone():
    verdict = verdict_of("VIR TRANSPORTS DELMAS FA-2026-0147 REMBT AVOIR", 96_000)
    assert (verdict.kind, verdict.score) == ("suggest", 800)


def test_the_account_of_one_client_and_the_name_of_another():
    verdict = verdict_of("VIR SEPA /DE CLAIRE MARTIN", 96_000, iban=DELMAS_IBAN)
    assert (verdict.kind, paid(verdict)) == ("suggest", {1: 96_000})
    assert ("payer_elsewhere", -350) in [(reason.kind.value, reason.weight) for reason in verdict.evidence]


def test_the_longer_name_wins():
    clients = (client(1, "Transports Delmas"), client(2, "Transports Delmas Nord"))
    book = (due(1, 1, "FA-1", 50_000), due(2, 2, "FA-2", 50_000))
    verdict = decide(line("VIR DE TRANSPORTS DELMAS NORD SAS", 50_000), Candidates(book, clients))
    assert (verdict.kind, paid(verdict)) == ("auto", {2: 50_000})


def test_a_cut_name_is_known_from_22_letters_on():
    book = (due(1, 1, "FA-1", 50_000),)
    clients = (client(1, "Transports Delmas Nord Expéditions"),)
    short = decide(line("VIR", 50_000, counterparty="TRANSPORTS DELMAS"), Candidates(book, clients))
    cut = decide(line("VIR", 50_000, counterparty="TRANSPORTS DELMAS NORD EX"), Candidates(book, clients))
    assert (short.kind, short.score) == ("suggest", 630)
    assert (cut.kind, cut.score) == ("auto", 970)


def test_words_of_a_name_scattered_over_the_label_are_not_the_name():
    book = (due(1, 4, "FA-1", 50_000),)
    scattered = decide(line("VIR MARTIN DUVAL CADEAU POUR CLAIRE", 50_000), Candidates(book, CLIENTS))
    together = decide(line("VIR MARTIN CLAIRE CADEAU DUVAL", 50_000), Candidates(book, CLIENTS))
    assert (scattered.kind, scattered.score) == ("suggest", 630)
    assert (together.kind, together.score) == ("auto", 970)
