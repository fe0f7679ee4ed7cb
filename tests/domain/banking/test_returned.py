"""What banks' labels say of money that goes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.banking.returned import (
    MOST_ORIGINALS,
    Returned,
    ReturnKind,
    originals,
    reason_in,
    returned,
    returned_by_words,
    stored,
)

LABELS = [
    ("REJET PRLV", ReturnKind.DEBIT),
    ("REJET PRLV SEPA DUPONT", ReturnKind.DEBIT),
    ("PRLV IMPAYE 4711", ReturnKind.DEBIT),
    ("Prélèvement SEPA impayé", ReturnKind.DEBIT),
    ("REJET DE PRELEVEMENT", ReturnKind.DEBIT),
    ("RETURNED DIRECT DEBIT", ReturnKind.DEBIT),
    ("RÜCKLASTSCHRIFT", ReturnKind.DEBIT),
    ("IMPAYE", ReturnKind.OTHER),
    ("IMPAYÉS DU 12/11", ReturnKind.OTHER),
    ("RETOURE", ReturnKind.OTHER),
    ("REJET CHEQUE", ReturnKind.CHEQUE),
    ("CHQ IMPAYE", ReturnKind.CHEQUE),
    ("CHEQUE N° 1234567 IMPAYE", ReturnKind.CHEQUE),
    ("Impayé sur chèque 0012345", ReturnKind.CHEQUE),
    ("BOUNCED CHEQUE 12", ReturnKind.CHEQUE),
    ("RETOUR VIREMENT", ReturnKind.TRANSFER),
    ("VIR SEPA REJETE", ReturnKind.TRANSFER),
    ("REJET DE VIREMENT DUPONT", ReturnKind.TRANSFER),
    ("TRANSFER RETURNED", ReturnKind.TRANSFER),
    ("FRAIS REJET PRLV", None),
    ("COMMISSION IMPAYE", None),
    ("FRAIS D'IMPAYE SUR CHEQUE", None),
    ("RETURNED CHECK FEE", None),
    ("PRLV SEPA ORANGE", None),
    ("VIR SEPA DUPONT", None),
    ("REMISE CHEQUE 12", None),
    ("LOYER NOVEMBRE", None),
    ("", None),
]


@pytest.mark.parametrize(("label", "kind"), LABELS, ids=[label for label, _ in LABELS])
def test_labels(label, kind):
    found = returned_by_words(label)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("REJET PRLV AM04 PROVISION", "AM04"),
        ("MOTIF:MD06", "MD06"),
        ("AM044", ""),
        ("XMD07", ""),
        ("am04", ""),
        ("ZZ99", ""),
        ("MS03 AC04", "MS03"),
    ],
)
def test_the_code_amid_words(words, code):
    assert reason_in(words) == code


def test_the_file_and_the_words_complete_each_other():
    assert returned(None, "VIR DUPONT") is None
    assert returned(None, "REJET PRLV AM04") == Returned(ReturnKind.DEBIT, "AM04")
    told = Returned(ReturnKind.OTHER, "", ("E2E",))
    assert returned(told, "CHQ IMPAYE") == Returned(ReturnKind.CHEQUE, "", ("E2E",))
    assert returned(told, "DUPONT MS02") == Returned(ReturnKind.OTHER, "MS02", ("E2E",))
    known = Returned(ReturnKind.DEBIT, "AC04")
    assert returned(known, "REJET CHEQUE AM04") == known


def test_references_are_bounded_and_of_one_line_each():
    assert originals("a", None, " ", "a", "b") == ("a", "b")
    assert len(originals(*(str(number) for number in range(50)))) == MOST_ORIGINALS
    assert stored(originals("x\ny", "z" * 500)) == "x y\n" + "z" * 140


@given(st.text(max_size=300))
def test_no_label_breaks_it(label):
    returned_by_words(label)
