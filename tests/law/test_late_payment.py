"""What late debts owe: the worked cases, each with its article. Euros, half a cent away from zero."""

from datetime import date
from decimal import Decimal

import pytest

from quitus.domain.law.countries import DebtorKind, law_of
from quitus.domain.law.debt import Debt
from quitus.domain.law.late_payment import LateClaim, late_claim
from quitus.domain.law.worksheet import Basis, Conventions, Order, Rounding
from quitus.domain.money import Money

FRANCE = law_of("FR")


def euros(amount: str) -> Money:
    return Money(int(Decimal(amount) * 100), "EUR")


def day(text: str) -> date:
    return date.fromisoformat(text)


def owed(principal: str, due: str, until: str, *, law=FRANCE, conventions=None, **facts) -> LateClaim:
    debt = Debt(euros(principal), day(due), day(until), **facts)
    return late_claim(debt, law, conventions or Conventions())


def rows(claim: LateClaim) -> list[tuple[int, str, str]]:
    """(days, yearly percentage, exact interest cut after four decimals) of each row."""
    return [(row.days, str(row.rate.percent), f"{row.exact:.10f}"[:-6]) for row in claim.worksheet.segments]


SEGMENT = Conventions(rounding=Rounding.SEGMENT)
ACTUAL = Conventions(basis=Basis.ACTUAL)
ACTUAL_SEGMENT = Conventions(basis=Basis.ACTUAL, rounding=Rounding.SEGMENT)
YEAR_360 = Conventions(basis=Basis.DAYS_360)


# C. com. L441-10 II: from the day after the due date to the day of payment, ECB + 10 points by half-year.
FRENCH = {
    "V1.1": ("1200.00", "2025-03-31", "2025-08-15", None, "57.72"),
    "V1.1 each row rounded": ("1200.00", "2025-03-31", "2025-08-15", SEGMENT, "57.71"),
    "V1.1 payment day left out": ("1200.00", "2025-03-31", "2025-08-14", None, "57.32"),
    "V1.1 year of 360 days": ("1200.00", "2025-03-31", "2025-08-15", YEAR_360, "58.52"),
    "V1.2": ("5000.00", "2023-12-15", "2024-02-29", None, "149.86"),
    "V1.2 actual days": ("5000.00", "2023-12-15", "2024-02-29", ACTUAL, "149.54"),
    "V1.2 actual, each row": ("5000.00", "2023-12-15", "2024-02-29", ACTUAL_SEGMENT, "149.53"),
    "V1.3": ("850.50", "2026-05-31", "2026-11-22", None, "50.39"),
    "V1.4 the edge of a half-year": ("10000.00", "2026-06-30", "2026-07-01", None, "3.40"),
    "V1.5 four half-years": ("1200.00", "2025-03-31", "2026-10-01", None, "223.06"),
    "V1.5 each row rounded": ("1200.00", "2025-03-31", "2026-10-01", SEGMENT, "223.05"),
    "45 days late": ("1200.00", "2025-03-31", "2025-05-15", None, "19.45"),
    "on the due date nothing is late": ("1200.00", "2025-03-31", "2025-03-31", None, "0.00"),
}


@pytest.mark.parametrize(
    ("principal", "due", "until", "conventions", "interest"), FRENCH.values(), ids=FRENCH.keys()
)
def test_a_french_business(principal, due, until, conventions, interest):
    claim = owed(principal, due, until, conventions=conventions)
    assert claim.interest == euros(interest)
    assert claim.indemnity == (euros("40") if until > due else euros("0"))  # C. com. D441-5
    assert claim.total == euros(principal) + claim.interest + claim.indemnity
    assert claim.cautions == ()


@pytest.mark.parametrize(
    ("principal", "due", "until", "expected"),
    [
        ("1200.00", "2025-03-31", "2025-08-15", [(91, "13.15", "39.3419"), (46, "12.15", "18.3747")]),
        ("5000.00", "2023-12-15", "2024-02-29", [(16, "14.00", "30.6849"), (60, "14.50", "119.1780")]),
        ("850.50", "2026-05-31", "2026-11-22", [(30, "12.15", "8.4933"), (145, "12.40", "41.8958")]),
        (
            "1200.00",
            "2025-03-31",
            "2026-10-01",
            [
                (91, "13.15", "39.3419"),
                (184, "12.15", "73.4991"),
                (181, "12.15", "72.3008"),
                (93, "12.40", "37.9134"),
            ],
        ),
    ],
    ids=["V1.1", "V1.2", "V1.3", "V1.5"],
)
def test_each_half_year_is_a_row(principal, due, until, expected):
    assert rows(owed(principal, due, until)) == expected


def test_v1_6_the_rate_of_the_contract():
    """C. com. L441-10 II: any rate of at least three times the legal rate, here 7.86 %."""
    claim = owed("2500.00", "2026-01-31", "2026-04-30", rate=Decimal(12))
    assert (claim.interest, claim.cautions) == (euros("73.15"), ())
    assert rows(claim) == [(89, "12", "73.1506")]


PAID = ((day("2025-06-10"), euros("700.00")),)


@pytest.mark.parametrize(
    ("order", "interest", "interest_paid", "principal_left"),
    [
        (Order.INTEREST, "42.65", "30.70", "530.70"),  # C. civ. 1343-1
        (Order.PRINCIPAL, "41.96", "0.00", "500.00"),  # by a clause
    ],
)
def test_v1_7_a_partial_payment(order, interest, interest_paid, principal_left):
    claim = owed("1200.00", "2025-03-31", "2025-08-15", payments=PAID, conventions=Conventions(order=order))
    assert claim.interest == euros(interest)
    assert claim.interest_paid == euros(interest_paid)
    assert claim.principal_left == euros(principal_left)
    assert claim.total == euros("1200") + claim.interest + euros("40") - euros("700")
    assert [row.days for row in claim.worksheet.segments] == [71, 20, 46]


def test_v1_9_forty_euros_for_each_invoice():
    """C. com. D441-5; CJEU C-370/21: one for each late payment."""
    invoices = ("120.00", "7.50", "9999.99")
    claims = [owed(principal, "2025-03-31", "2025-08-15") for principal in invoices]
    assert sum(claim.indemnity.minor for claim in claims) == 120_00


@pytest.mark.parametrize(
    ("proven", "above"), [("150.00", "110.00"), ("40.00", "0.00"), ("39.99", "0.00"), ("40.01", "0.01")]
)
def test_v1_9_proven_costs_count_above_the_indemnity(proven, above):
    """C. com. L441-10 II: extra compensation on proof."""
    claim = owed("1200.00", "2025-03-31", "2025-08-15", costs=euros(proven))
    assert (claim.indemnity, claim.costs) == (euros("40"), euros(above))
    assert claim.total == euros("1297.72") + euros(above)


@pytest.mark.parametrize(
    ("country", "interest"),
    [
        ("DE", "25.04"),  # BGB § 288(2): base rate + 9
        ("BE", "25.60"),  # loi du 2 août 2002, art. 5: ECB + 8, up to the next half point
        ("ES", "24.75"),  # Ley 3/2004, art. 7: ECB + 8
        ("IT", "24.75"),  # D.Lgs. 231/2002, art. 5
        ("NL", "24.75"),  # BW 6:119a
        ("LU", "24.75"),  # loi du 18 avril 2004
        ("FR", "29.63"),
    ],
)
def test_v1_10_other_countries(country, interest):
    claim = owed("1000.00", "2026-01-31", "2026-04-30", law=law_of(country))
    assert (claim.interest, claim.indemnity) == (euros(interest), euros("40"))


def test_v2_1_a_consumer():
    """C. civ. 1231-6, 1344: the legal rate from the day after the notice was received; CPCE L111-8: nothing else."""
    claim = owed("600.00", "2026-01-31", "2026-09-30", debtor=DebtorKind.CONSUMER, notice=day("2026-03-15"))
    assert rows(claim) == [(107, "2.62", "4.6083"), (92, "2.75", "4.1589")]
    assert claim.worksheet.segments[0].first == day("2026-03-16")
    assert (claim.interest, claim.total) == (euros("8.77"), euros("608.77"))


def test_a_consumer_without_notice_owes_no_interest():
    claim = owed("600.00", "2026-01-31", "2026-09-30", debtor=DebtorKind.CONSUMER)
    assert (claim.interest, claim.total) == (euros("0"), euros("600"))
    assert [caution.code for caution in claim.cautions] == ["notice_missing"]


def test_a_notice_before_the_due_date_starts_nothing_early():
    claim = owed("600.00", "2026-03-31", "2026-04-30", debtor=DebtorKind.CONSUMER, notice=day("2026-03-01"))
    assert claim.worksheet.segments[0].first == day("2026-04-01")


def test_a_public_buyer_keeps_the_rate_of_the_first_half_year():
    """CCP R2192-31 s.: ECB + 8 points as of the half-year in which interest began."""
    claim = owed("10000.00", "2025-06-15", "2026-02-15", debtor=DebtorKind.PUBLIC)
    assert rows(claim) == [(245, "11.15", "748.4246")]
    assert (claim.interest, claim.indemnity) == (euros("748.42"), euros("40"))
    assert [caution.code for caution in claim.cautions] == ["late_rule_unsure"]


@pytest.mark.parametrize("until", ["2027-02-15", "2030-01-01"])
def test_a_kept_rate_needs_no_later_one(until):
    claim = owed("10000.00", "2026-06-30", until, debtor=DebtorKind.PUBLIC)
    assert {str(row.rate.percent) for row in claim.worksheet.segments} == {"10.40"}


@pytest.mark.parametrize(
    ("opened", "interest", "indemnity", "caution"),
    [
        ("2025-06-11", "30.70", "40.00", "insolvency_stops_interest"),  # C. com. L622-28
        ("2025-04-01", "0.00", "40.00", "insolvency_stops_interest"),
        ("2025-03-31", "0.00", "0.00", "insolvency_before_due"),  # C. com. L441-10 II, last sentence
        ("2025-01-10", "0.00", "0.00", "insolvency_before_due"),
    ],
)
def test_insolvency(opened, interest, indemnity, caution):
    """Interest stops the day before; no indemnity where paying on the due date was forbidden already."""
    claim = owed("1200.00", "2025-03-31", "2025-08-15", insolvency=day(opened), costs=euros("90"))
    assert (claim.interest, claim.indemnity) == (euros(interest), euros(indemnity))
    assert claim.costs == (euros("50") if claim.indemnity else euros("0"))
    assert [caution.code for caution in claim.cautions] == [caution]


def test_an_insolvency_after_the_last_day_changes_nothing():
    claim = owed("1200.00", "2025-03-31", "2025-08-15", insolvency=day("2025-08-16"))
    assert (claim.interest, claim.cautions) == (euros("57.72"), ())


def test_a_credit_note_lowers_the_principal_and_pays_nothing():
    claim = owed("1200.00", "2025-03-31", "2025-08-15", credit_notes=((day("2025-06-10"), euros("700.00")),))
    assert (claim.interest, claim.interest_paid) == (euros("41.96"), euros("0"))
    assert claim.principal_left == euros("500")


def test_a_credit_note_before_the_due_date_counts_from_the_first_day():
    claim = owed("1200.00", "2025-03-31", "2025-08-15", credit_notes=((day("2025-03-02"), euros("200.00")),))
    assert [row.base for row in claim.worksheet.segments] == [euros("1000"), euros("1000")]


def test_on_one_day_a_credit_note_comes_before_a_payment():
    both = {
        "payments": ((day("2025-06-10"), euros("530.70")),),
        "credit_notes": ((day("2025-06-10"), euros("700")),),
    }
    claim = owed("1200.00", "2025-03-31", "2025-06-10", **both)
    assert (claim.interest_left, claim.principal_left, claim.total) == (euros("0"), euros("0"), euros("40"))


@pytest.mark.parametrize("order", list(Order))
def test_the_indemnity_is_settled_last(order):
    conventions = Conventions(order=order)
    facts = {"costs": euros("100"), "conventions": conventions}
    paid = ((day("2025-06-10"), euros("1255.70")),)  # 1,200.00 + 30.70 + 25.00
    claim = owed("1200.00", "2025-03-31", "2025-08-15", payments=paid, **facts)
    assert (claim.principal_left, claim.interest_left) == (euros("0"), euros("0"))
    assert (claim.indemnity_paid, claim.costs_paid, claim.total) == (euros("25"), euros("0"), euros("75"))
    paid += ((day("2025-07-01"), euros("75")),)
    assert owed("1200.00", "2025-03-31", "2025-08-15", payments=paid, **facts).total == euros("0")


def test_what_is_paid_on_the_due_date_is_on_time():
    whole = owed("1200.00", "2025-03-31", "2025-08-15", payments=((day("2025-03-31"), euros("1200")),))
    assert (whole.total, whole.indemnity, whole.worksheet.segments) == (euros("0"), euros("0"), ())
    part = owed("1200.00", "2025-03-31", "2025-08-15", payments=((day("2025-03-31"), euros("200")),))
    assert part.worksheet.segments[0].base == euros("1000")
    assert part.indemnity == euros("40")


@pytest.mark.parametrize(
    ("rate", "until", "expected"),
    [
        # 2024: the floors, 15.21 and 14.76, were above the rate without contract
        ("15", "2024-12-15", [("contract_rate_below_floor", "2024-01-01", Decimal("15.21"))]),
        ("15.21", "2024-12-15", []),
        (
            "12",
            "2024-12-15",
            [
                ("contract_rate_below_floor", "2024-01-01", Decimal("15.21")),
                ("contract_rate_below_floor", "2024-07-01", Decimal("14.76")),
            ],
        ),
        ("50", "2027-03-01", [("contract_floor_unknown", "2027-01-01", None)]),
    ],
)
def test_a_contract_below_the_floor_is_told_and_never_raised(rate, until, expected):
    """C. com. L441-10 II: three times the legal rate, all other cases."""
    due = "2023-12-31" if until < "2025" else "2026-06-30"
    claim = owed("900.00", due, until, rate=Decimal(rate))
    assert {row.rate.percent for row in claim.worksheet.segments} == {Decimal(rate)}
    assert [
        (caution.code, str(caution.facts["since"]), caution.facts.get("floor")) for caution in claim.cautions
    ] == expected


@pytest.mark.parametrize(
    ("debtor", "caution"),
    [(DebtorKind.CONSUMER, "consumer_contract_rate"), (DebtorKind.PUBLIC, "public_contract_rate")],
)
def test_a_contract_rate_against_somebody_the_law_protects(debtor, caution):
    claim = owed(
        "900.00", "2024-12-31", "2025-02-15", rate=Decimal(8), debtor=debtor, notice=day("2025-01-15")
    )
    assert caution in [caution.code for caution in claim.cautions]
    starts = {DebtorKind.CONSUMER: "2025-01-16", DebtorKind.PUBLIC: "2025-01-01"}  # C. civ. 1231-5, last line
    assert claim.worksheet.segments[0].first == day(starts[debtor])


def test_a_rate_that_is_only_likely_is_told():
    claim = owed("900.00", "2017-12-31", "2018-07-15", debtor=DebtorKind.CONSUMER, notice=day("2018-01-02"))
    assert [(caution.code, caution.facts["percent"]) for caution in claim.cautions] == [
        ("late_rate_unsure", Decimal("0.89"))
    ]


def test_dutch_interest_may_compound():
    """BW 6:119a, probably: calculated only where one says so."""
    law = law_of("NL")
    simple = owed("1000.00", "2025-01-31", "2026-04-30", law=law)
    compound = owed("1000.00", "2025-01-31", "2026-04-30", law=law, conventions=Conventions(compound=True))
    assert "interest_may_compound" in [caution.code for caution in simple.cautions]
    assert "interest_may_compound" not in [caution.code for caution in compound.cautions]
    assert simple.interest < compound.interest
