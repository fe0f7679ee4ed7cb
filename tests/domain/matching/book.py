"""One firm's clients and open invoices on 23 November 2026."""

from quitus.domain.matching.facts import Candidates
from tests.domain.matching.facts import client, due

DELMAS_IBAN = "FR7630006000011234567890189"
CLIENTS = (
    client(1, "Transports Delmas", ibans=frozenset({DELMAS_IBAN}), contacts=("Jean Delmas",)),
    client(2, "Garage Delmas-Roy"),
    client(3, "SARL Durand & Fils", aliases=("Orsenne Participations",)),
    client(4, "Claire Martin"),
    client(5, "Trésorerie principale de Pontarlier et du Haut-Doubs"),
    client(6, "SARL Garage Granrin"),
    client(7, "SAS Garage Granrin"),
)
BOOK = (
    due(1, 1, "FA-2026-0147", 96_000, reference="RF61FA20260147"),
    due(2, 2, "FA-2026-0117", 41_000),
    due(3, 3, "FA-2026-0148", 50_000),
    due(4, 3, "FA-2026-0151", 70_000),
    due(5, 3, "FA-2026-0160", 15_000),
    due(6, 4, "FA-2026-0149", 50_000),
    due(7, 5, "FA-2026-0150", 231_000),
    due(8, 6, "FA-2026-0161", 33_300),
    due(9, 7, "FA-2026-0162", 44_400),
)
CANDIDATES = Candidates(BOOK, CLIENTS)
