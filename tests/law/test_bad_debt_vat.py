"""CGI 272-1: the VAT of a bad debt, its deadline and the mention on the duplicate (domain/france.md §9, V9.1)."""

from datetime import date
from decimal import Decimal

import pytest

from quitus.domain.books.vat_on_collection import RateTotal
from quitus.domain.law.fr.bad_debt_vat import (
    Loss,
    claim_until,
    duplicate_mention,
    recoverable_vat,
    split_loss,
)
from quitus.domain.money import Money
from quitus.ports import formats


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


TWENTY = RateTotal(Decimal("20"), eur(120_000), eur(20_000))


def test_v9_1_the_liquidator_pays_a_tenth():
    losses = split_loss([TWENTY], [eur(12_000)])
    assert losses == (Loss(Decimal("20"), net=eur(90_000), vat=eur(18_000)),)
    assert recoverable_vat(losses, "EUR", taxed_on_collection=False) == eur(18_000)


def test_services_taxed_on_collection_have_nothing_to_recover():
    losses = split_loss([TWENTY], [])
    assert losses == (Loss(Decimal("20"), net=eur(100_000), vat=eur(20_000)),)
    assert recoverable_vat(losses, "EUR", taxed_on_collection=True) == eur(0)


def test_each_rate_loses_its_part():
    losses = split_loss(
        [TWENTY, RateTotal(Decimal("10"), eur(55_000), eur(5_000))], [eur(70_000), eur(5_000)]
    )
    assert losses == (
        Loss(Decimal("20"), net=eur(57_143), vat=eur(11_428)),
        Loss(Decimal("10"), net=eur(28_572), vat=eur(2_857)),
    )
    assert sum((loss.net + loss.vat).minor for loss in losses) == 175_000 - 75_000


@pytest.mark.parametrize(
    ("day", "last"),
    [(date(2026, 1, 1), date(2028, 12, 31)), (date(2026, 12, 31), date(2028, 12, 31))],
)
def test_claimed_by_the_end_of_the_second_year_after(day, last):
    assert claim_until(day) == last


def test_the_mention_of_the_doctrine_to_the_letter():
    assert duplicate_mention(eur(90_000), eur(18_000)) == (
        "Facture demeurée impayée pour la somme de 900,00\u00a0€ (prix net) et pour la somme de 180,00\u00a0€ "
        "(TVA correspondante) qui ne peut faire l'objet d'une déduction (article 272 du CGI)"
    )


@pytest.mark.parametrize("minor", [0, 5, 123_456, 123_456_789])
def test_amounts_are_written_as_on_every_other_paper(minor):
    assert f" {formats.money(eur(minor), 'fr')} (prix net)" in duplicate_mention(eur(minor), eur(0))


def test_french_vat_is_owed_in_euros():
    with pytest.raises(ValueError, match="not in euros"):
        duplicate_mention(Money(1, "USD"), eur(0))
