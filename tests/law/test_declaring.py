"""What is declared in an insolvency, and by when: C. com. L622-24, L622-26, R622-24; france.md V5.2."""

from datetime import date

import pytest

from quitus.domain.law.fr.declaring import Duty, duty, opening_after


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("issued", "openings", "expected"),
    [
        ("2026-10-01", [], None),
        ("2026-10-01", ["2026-10-02"], "2026-10-02"),
        ("2026-10-02", ["2026-10-02"], "2026-10-02"),  # on the very day
        ("2026-10-03", ["2026-10-02"], None),  # L622-17: owed as usual
        ("2026-10-01", ["2027-05-03", "2026-10-02"], "2026-10-02"),  # converted into a liquidation since
        ("2026-12-01", ["2026-10-02", "2027-05-03"], "2027-05-03"),  # between the two
    ],
)
def test_the_first_judgment_that_found_the_claim_there(issued, openings, expected):
    found = opening_after(day(issued), [day(one) for one in openings])
    assert found == (expected and day(expected))


@pytest.mark.parametrize(
    ("on", "published", "countries", "relief", "expected"),
    [
        # V5.2: published on 20 October 2026; the 20th of December is a Sunday
        ("2026-10-20", "2026-10-20", "FR to FR", False, "2026-12-21"),
        ("2026-12-21", "2026-10-20", "FR to FR", False, "2026-12-21"),
        ("2026-12-22", "2026-10-20", "FR to FR", True, "2027-04-20"),
        ("2027-04-20", "2026-10-20", "FR to FR", True, "2027-04-20"),
        ("2027-04-21", "2026-10-20", "FR to FR", None, None),
        # from abroad, and from overseas, four months
        ("2026-12-22", "2026-10-20", "DE to FR", False, "2027-02-22"),
        ("2026-12-22", "2026-10-20", "FR to RE", False, "2027-02-22"),
        ("2026-12-22", "2026-10-20", "RE to RE", True, "2027-04-20"),
        # the day of the BODACC is not known: from the judgment, which is earlier
        ("2026-12-07", None, "FR to FR", False, "2026-12-07"),
        ("2026-12-08", None, "FR to FR", True, "2027-04-06"),
        # a court abroad: its own law says by when
        ("2029-01-01", "2026-10-20", "FR to DE", False, None),
    ],
)
def test_by_when(on, published, countries, relief, expected):
    creditor, debtor = countries.split(" to ")
    opened = day("2026-10-06")
    found = duty(opened, published and day(published), day(on), creditor=creditor, debtor=debtor)
    if relief is None:
        assert found is None
        return
    counted = published if published and debtor != "DE" else None
    assert found == Duty(
        relief, expected and day(expected), day(counted) if counted else opened, counted is not None
    )


def test_never_by_rules_of_another_time():
    assert duty(day("2014-06-30"), None, day("2014-07-05"), creditor="FR", debtor="FR") is None
