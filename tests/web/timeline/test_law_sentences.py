"""What is said of terms, legal events and rates."""

import pytest

from tests.web.timeline.telling import told


@pytest.mark.parametrize(
    ("kind", "facts", "french", "english"),
    [
        (
            "late_terms_agreed",
            {"own": True, "claims": "all", "rate": "12.000"},
            "Conditions de retard convenues : intérêts et indemnité sont réclamés, à 12,00 % par an",
            "Late terms agreed: interest and indemnity are claimed, at 12.00 % a year",
        ),
        (
            "late_terms_agreed",
            {"own": False, "claims": "", "rate": ""},
            "De nouveau les conditions de retard de l’entreprise",
            "Late terms of the firm again",
        ),
        (
            "legal_event_noted",
            {"kind": "formal_notice", "happened_on": "2026-10-31", "ended_on": "", "number": "FA-1"},
            "Mise en demeure reçue, le samedi 31 octobre, pour FA-1",
            "Formal notice received, on Saturday 31 October, for FA-1",
        ),
        (
            "legal_event_noted",
            {"kind": "order_served", "happened_on": "2026-10-31", "ended_on": "", "number": "FA-1"},
            "Injonction de payer signifiée, le samedi 31 octobre, pour FA-1",
            "Order for payment served, on Saturday 31 October, for FA-1",
        ),
        (
            "legal_event_recalled",
            {"kind": "court_action_failed", "happened_on": "2026-10-31", "ended_on": "", "number": ""},
            "Noté par erreur : Action abandonnée, périmée ou rejetée, le samedi 31 octobre",
            "Noted by mistake: Court action withdrawn, lapsed or dismissed, on Saturday 31 October",
        ),
        (
            "rate_added",
            {"table": "FR late_payment", "since": "2027-01-01", "percent": "12.15", "source": "BCE"},
            "Taux ajouté : 12,15 % à partir du vendredi 1er janvier 2027",
            "Rate added: 12.15 % from Friday 1 January 2027",
        ),
        (
            "rate_recalled",
            {"table": "FR late_payment", "since": "2027-01-01", "percent": "21.15", "why": "Mal lu"},
            "Taux retiré : 21,15 % à partir du vendredi 1er janvier 2027",
            "Rate recalled: 21.15 % from Friday 1 January 2027",
        ),
    ],
)
def test_what_is_said(kind, facts, french, english):
    assert told(kind, **facts) == french
    assert told(kind, "en", **facts) == english
