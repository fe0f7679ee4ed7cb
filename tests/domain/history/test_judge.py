"""What each movement was for, and why: labels as French banks write them."""

import pytest

from quitus.domain.history.judge import (
    Circumstances,
    Known,
    Moved,
    judge,
    never_a_clients,
    party_key,
    party_name,
)
from quitus.domain.history.kinds import Because, Kind

OWN = "FR7630006000011234567890189"
SAVINGS = "FR7610107001011234567890129"
OTHER = "DE89370400440532013000"

WORDS = [
    (-1_430, "FRAIS REJET PRLV", "", Kind.FEE),
    (-51_200, "REJET PRLV DUPONT DONT FRAIS IMPAYE", "", Kind.RETURNED),
    # going out
    (-1, "VIR SALAIRE NOVEMBRE M DURAND", "", Kind.EMPLOYEE),
    (-1, "VIR SEPA EMIS PAIE 11 2026 LEROY", "LEROY Sophie", Kind.EMPLOYEE),
    (-1, "PRLV SEPA URSSAF ILE DE FRANCE", "URSSAF ILE DE FRANCE", Kind.TAX),
    (-1, "PRLV SEPA DGFIP IMPOT TVA 10 2026", "", Kind.TAX),
    (-1, "PRELEVEMENT TVA 112026", "", Kind.TAX),
    (-1, "PRLV CFE 2026", "DIRECTION GENERALE DES FINANCES PUBLIQUES", Kind.TAX),
    (-1, "PRLV SEPA MALAKOFF HUMANIS AGIRC ARRCO", "", Kind.TAX),
    (-1, "PRLV DSN 202610", "", Kind.TAX),
    (-1, "COTISATION JAZZ", "", Kind.FEE),
    (-1, "FRAIS DE TENUE DE COMPTE", "", Kind.FEE),
    (-1, "*COMMISSION D'INTERVENTION", "", Kind.FEE),
    (-1, "COMMISSION SUR VIREMENT", "", Kind.FEE),
    (-1, "ECH PRET 00601 12345", "", Kind.LOAN),
    (-1, "ÉCHÉANCE PRÊT PROFESSIONNEL", "", Kind.LOAN),
    (-1, "CB CARREFOUR 12/11", "", Kind.CARD),
    (-1, "PAIEMENT PAR CARTE X4242 SNCF 11/11", "", Kind.CARD),
    (-1, "RETRAIT DAB 14/11 NANTES", "", Kind.CARD),
    (-1, "VIR SEPA NOTE D'HONORAIRES 14", "Cabinet Lemoine", Kind.FREELANCER),
    (-1, "VIR INST LOUISE MARTIN EI", "LOUISE MARTIN EI", Kind.FREELANCER),
    (-1, "VIR SEPA FACTURE 2026-118", "Papeterie du Port", Kind.SUPPLIER),
    (-1, "PRLV SEPA EDF ENTREPRISES", "", Kind.SUPPLIER),
    (-1, "LOYER NOVEMBRE", "SCI des Quais", Kind.SUPPLIER),
    (-1, "PRLV IMPAYE DUPONT", "", Kind.RETURNED),
    (-1, "CHEQUE 0001234", "", Kind.UNKNOWN),
    (-1, "PRET A PORTER DUBOIS", "", Kind.UNKNOWN),
    (-1, "VIR SEPA PAIEMENT MATERIEL", "", Kind.UNKNOWN),
    (-1, "", "", Kind.UNKNOWN),
    # coming in
    (1, "VIR SEPA RECU URSSAF REGUL", "", Kind.TAX),
    (1, "VIR REMBOURSEMENT CREDIT DE TVA", "DGFIP", Kind.TAX),
    (1, "DEBLOCAGE PRET PGE", "", Kind.LOAN),
    (1, "EXTOURNE COMMISSION", "", Kind.FEE),
    (1, "AVOIR CB AMAZON", "", Kind.CARD),
    # A town pays through the tax office: its money is a client's.
    (1, "VIR DRFIP PAYS DE LA LOIRE FA-2026-0147", "DRFIP PAYS DE LA LOIRE", Kind.UNKNOWN),
    # What a client writes about is no fee, no salary, no loan.
    (1, "VIR RECU DUPONT FRAIS DE DEPLACEMENT", "DUPONT SARL", Kind.UNKNOWN),
    (1, "VIR RECU SALAIRE ET CIE", "SALAIRE ET CIE", Kind.UNKNOWN),
    (1, "FRAIS KILOMETRIQUES FA-12", "DUPONT SARL", Kind.UNKNOWN),
]


@pytest.mark.parametrize(
    ("minor", "label", "counterparty", "kind"), WORDS, ids=[row[1] or "none" for row in WORDS]
)
def test_words_of_french_banks(minor, label, counterparty, kind):
    judged = judge(Moved(minor, label, counterparty), Known())
    assert judged.kind is kind
    assert (judged.because is Because.NOTHING) == (kind is Kind.UNKNOWN)
    assert bool(judged.about) == (kind is not Kind.UNKNOWN)


CODES = [
    ("PMNT/MDOP/CHRG", -1, Kind.FEE),
    ("ACMT/MDOP/FEES", 1, Kind.FEE),
    ("PMNT/ICDT/SALA", -1, Kind.EMPLOYEE),
    ("PMNT/CCRD/POSD", -1, Kind.CARD),
    ("LDAS/FTLN/PPAY", -1, Kind.LOAN),
    ("PMNT/ICDT/ICCT", -1, Kind.OWN),
    ("PMNT/RCDT/ESCT", 1, Kind.UNKNOWN),
    ("PMNT/RCDT/SALA", 1, Kind.UNKNOWN),
    ("nonsense", -1, Kind.UNKNOWN),
    ("///////", -1, Kind.UNKNOWN),
]


@pytest.mark.parametrize(("code", "minor", "kind"), CODES)
def test_the_banks_code(code, minor, kind):
    assert judge(Moved(minor, "", code=code), Known()).kind is kind


def test_what_somebody_said_counts_before_what_is_written():
    moved = Moved(-1, "PRLV SEPA URSSAF", "URSSAF", OTHER)
    known = Known(rules={(party_key(moved), False): Kind.EMPLOYEE})
    assert judge(moved, known).because is Because.RULE
    assert judge(moved, known).kind is Kind.EMPLOYEE
    # The rule is about what goes out; what comes back is judged anew.
    assert judge(Moved(1, "VIR URSSAF", "URSSAF", OTHER), known).because is Because.WORDS
    ordered = Circumstances(ordered=(Kind.SUPPLIER, "QT-1"))
    assert judge(moved, known, ordered) == judge(moved, Known(), ordered)
    assert judge(moved, known, ordered).because is Because.ORDER
    back = judge(Moved(-1, "FRAIS"), known, Circumstances(returned="Maison Berthier"))
    assert (back.kind, back.because) == (Kind.RETURNED, Because.RETURNED)
    paid = judge(Moved(1, "FRAIS"), known, Circumstances(matched="Maison Berthier"))
    assert (paid.kind, paid.because, paid.about) == (Kind.CLIENT, Because.MATCHED, "Maison Berthier")


def test_an_own_account_on_the_other_side():
    known = Known(own_ibans=frozenset({OWN, SAVINGS}))
    assert judge(Moved(-1, "VIR LOYER", iban=SAVINGS), known).because is Because.OWN_IBAN
    assert judge(Moved(-1, "VIR LOYER"), known, Circumstances(pair=SAVINGS)).because is Because.OWN_PAIR
    # A stranger's account proves that the equal amount elsewhere is chance.
    assert judge(Moved(-1, "VIR X", iban=OTHER), known, Circumstances(pair=SAVINGS)).kind is Kind.UNKNOWN


def test_clients_by_account_and_by_name():
    known = Known(client_ibans={OTHER: "Berthier"}, client_names={"maisonberthier": "Berthier"})
    assert judge(Moved(1, "VIR", iban=OTHER), known).because is Because.CLIENT_IBAN
    assert judge(Moved(-1, "VIR", iban=OTHER), known).kind is Kind.REFUND
    assert judge(Moved(1, "VIR", "SARL Maison Berthier"), known).because is Because.CLIENT_NAME
    # A client who also sells: an invoice that is paid is a supplier's.
    assert judge(Moved(-1, "VIR FACTURE 12", "Maison Berthier"), known).kind is Kind.SUPPLIER
    assert judge(Moved(-1, "VIR", "Maison Berthier"), known).kind is Kind.REFUND
    # What the bank takes back is no refund, although it names the account that paid.
    assert judge(Moved(-1, "REJET PRLV FA-12", iban=OTHER), known).kind is Kind.RETURNED


NEVER = [
    (Moved(100, "VIREMENT INTERNE", iban=SAVINGS), "", True),
    (Moved(100, "VIREMENT"), SAVINGS, True),
    (Moved(100, "VIREMENT FA-12"), SAVINGS, False),
    (Moved(100, "VIREMENT", "DUPONT"), SAVINGS, False),
    (Moved(100, "EXTOURNE COMMISSION"), "", True),
    (Moved(100, "VIR DUPONT FA-12", "DUPONT"), "", False),
    (Moved(100, "FRAIS DE MISSION FA-12", "DUPONT", OTHER), "", False),
]


@pytest.mark.parametrize(("moved", "pair", "never"), NEVER)
def test_what_is_never_a_clients_payment(moved, pair, never):
    assert never_a_clients(moved, frozenset({OWN, SAVINGS}), pair=pair) is never


PARTIES = [
    (Moved(-1, "CB CARREFOUR 12/11"), "name:carrefour", "CARREFOUR"),
    (Moved(-1, "PRLV SEPA URSSAF ILE DE FRANCE REF 123"), "name:urssafile", "URSSAF ILE"),
    (Moved(-1, "x", "S.A.R.L. L’Étoile & Fils"), "name:letoilefils", "S.A.R.L. L’Étoile & Fils"),
    (Moved(-1, "x", "L'ETOILE ET FILS SARL"), "name:letoileetfils", "L'ETOILE ET FILS SARL"),
    (Moved(-1, "12345", iban=OTHER), f"iban:{OTHER}", OTHER),
    (Moved(-1, "12345"), "", ""),
]


@pytest.mark.parametrize(("moved", "key", "name"), PARTIES)
def test_who_the_counterparty_is(moved, key, name):
    assert (party_key(moved), party_name(moved)) == (key, name)


def test_a_hostile_label_is_judged_too():
    for label in ("\x00" * 50, "é" * 100_000, "=cmd|' /C calc'!A0", "<script>", "VIR " * 20_000):
        assert judge(Moved(-1, label), Known()).kind is Kind.UNKNOWN
        assert len(party_key(Moved(-1, label, label))) <= 100
