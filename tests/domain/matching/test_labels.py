"""What is read in a bank label as an invoice number, and what is not."""

import pytest

from quitus.domain.matching.decide import decide
from quitus.domain.matching.facts import Candidates, Verdict
from quitus.domain.matching.labels import read_label
from tests.domain.matching.facts import client, due, line

PAYER = "Garage Delmas"


def verdict(
    number: str, label: str, minor: int = 50_000, reference: str | None = None, **more: object
) -> Verdict:
    """What a line of 500 € from a known payer is, beside one invoice of 500 € and one of 900 €."""
    book = (due(1, 1, number, 50_000), due(2, 1, "ZZ-1999-7777", 90_000))
    seen = line(label, minor, counterparty=PAYER, reference=reference, **more)
    return decide(seen, Candidates(book, (client(1, PAYER),)))


def kinds(found: Verdict) -> list[str]:
    return [reason.kind.value for reason in found.evidence]


@pytest.mark.parametrize(
    ("number", "label", "kind"),
    [
        ("26-0147", "VIR PMT 26-0147", "number_digits"),
        ("26-0147", "REGLEMENT 26/0147", "number_digits"),
        ("FV/26/147", "VIR NFV26147MERCI", "number_full"),
        ("FAC003307", "FACTURE FACTNFAC003307", "number_full"),
        ("FAC001660", "PMT 001660", "number_digits"),
        ("19236", "FACTURES 17724, FACTN19236MERCI", "number_digits"),
        ("25-1731", "FACT 25-I731 LOT 1", "number_digits"),
        ("21389", "SOLDE FACT 2I389", "number_digits"),
        ("F-5132/26", "VIR F-5I32/26", "number_full"),
        ("147/2026", "VIR 147 2026 MERCI", "number_digits"),
        ("FC2512-2005", "VIR FC2512-2005", "number_full"),
        # what a bank left of it
        ("A1201271", "PMT A120127", "number_tail"),
        ("2025/10/2136", "FACTURE 2025/10/213", "number_tail"),
        ("20251105807", "FACT N 5807", "number_tail"),
    ],
)  # fmt: skip
def test_numbers_as_people_and_banks_write_them(number, label, kind):
    found = verdict(number, label)
    assert kind in kinds(found)
    assert (found.kind, found.allocations[0][0]) == ("auto", 1)


@pytest.mark.parametrize(
    ("number", "label", "reference"),
    [
        ("F202501687", "VIREMENT BL 216764 REFERENCE : 885f71fc-0797-4c98", None),
        ("F202501687", "VIR", "C9D8AEB476"),
        ("F-4256/25", "VIR /EID f27f6a95-11f9-4a50 /RNF SIREN 772753564", None),
        ("F-4256/25", "VIR", "SCT260308-0029"),
        ("F-4256/25", "VIR", "E2E324090732"),
        ("2026-0147", "VIREMENT 20260210", None),
        ("FAC001240", "VIR RECU 006324117S DE: GARAGE DELMAS MOTIF: PRESTATION", None),
        ("10147", "VOTRE REGLEMENT 42000 AVIGNON", None),
        ("FAC000147", "/REMI/02/2026", None),
        ("2025-3120", "VIR FACT 2", None),
        ("FAC000147", "MT 6245,31 EUR", None),
    ],
)  # fmt: skip
def test_what_machines_and_people_number_otherwise_speaks_against_nothing(number, label, reference):
    found = verdict(number, label, reference=reference)
    assert (found.kind, kinds(found)) == ("auto", ["amount_one", "name_same"])


@pytest.mark.parametrize(
    ("number", "label", "reference"),
    [
        ("26-4482", "VIR PMT 26-3591", None),
        ("1025/2025", "VIR REGLEMENT 838/2025", None),
        ("429/2026", "VIR 312/2028", None),
        ("24109", "VIR", "16289 CDE 4500876985"),
        ("FV/26/89", "PAIEMENT FACTURE FV/25/1520", None),
        ("RHOD57-25-2780", "FACT RHOD57-25-2781", None),
        ("FC2512-2005", "VOTRE FACTURE FC2512-2075", None),
    ],
)
def test_the_number_of_an_invoice_that_is_not_here_leaves_the_line_to_a_person(number, label, reference):
    found = verdict(number, label, reference=reference)
    assert (found.kind, "number_elsewhere" in kinds(found)) == ("suggest", True)


def test_a_reference_of_digits_is_found_wherever_it_stands():
    book = (
        due(1, 1, "INV-1801", 18_000, reference="473304499"),
        due(2, 1, "INV-1802", 18_000, reference="912273216"),
    )
    clients = (client(1, PAYER),)
    for seen in (
        line("VIREMENT DE GARAGE DELMAS REF 473304499 REFERENCE : dfa94900-af69-47d2", 18_000),
        line("VIR", 18_000, reference="473304499", counterparty=PAYER),
    ):
        found = decide(seen, Candidates(book, clients))
        assert (found.kind, found.allocations[0][0]) == ("auto", 1)


def test_a_checked_reference_survives_the_blanks_of_a_bank():
    label = read_label(line("VIR  SEPA  RF35  0019  5438  0  REF:  359992359304", 1))
    assert "rf35001954380" in label.references


def test_a_list_of_last_digits_adds_up():
    book = tuple(
        due(place, 1, f"25-{number}", 10_000 + place) for place, number in enumerate((1904, 2292, 2500), 1)
    )
    found = decide(
        line("VIR GARAGE DELMAS REGLEMENT FACTURE N° 25-1904 2292", 20_003),
        Candidates(book, (client(1, PAYER),)),
    )
    assert (found.kind, [item_id for item_id, _ in found.allocations]) == ("auto", [1, 2])


def test_a_label_that_was_cut_is_completed_by_the_only_rest():
    book = (
        due(1, 1, "FA-2025-1066", 30_000),
        due(2, 1, "FA-2025-1068", 45_000),
        due(3, 1, "FA-2025-1077", 9_900),
    )
    found = decide(
        line("VIR GARAGE DELMAS FA-2025-1066 ET FA-20", 75_000), Candidates(book, (client(1, PAYER),))
    )
    assert (found.kind, [item_id for item_id, _ in found.allocations]) == ("suggest", [1, 2])


@pytest.mark.parametrize(("label", "kind"), [("FA-2026-0148 ACOMPTE", "auto"), ("FA-2026-0148", "suggest")])
def test_a_part_whose_amount_fits_something_else_has_to_say_that_it_is_one(label, kind):
    book = (due(1, 1, "FA-2026-0148", 50_000), due(2, 1, "FA-2026-0160", 15_000))
    found = decide(line(f"VIR GARAGE DELMAS {label}", 15_000), Candidates(book, (client(1, PAYER),)))
    assert (found.kind, found.allocations[0][0]) == (kind, 1)
