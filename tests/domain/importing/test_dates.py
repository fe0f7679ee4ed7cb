"""Dates as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.importing.dates import DateOrder, DateStyle, date_style, is_no_date, read_date
from quitus.domain.refused import Refused

FRENCH = DateStyle()
AMERICAN = DateStyle(DateOrder.MONTH_FIRST, shown=True)
MIXED = DateStyle(DateOrder.MIXED, shown=True)
THE_DAY = date(2026, 10, 22)


@pytest.mark.parametrize(
    "written",
    [
        "22/10/2026",
        "22/10/26",
        "22.10.26",
        "22-10-2026",
        "22 10 2026",
        "2026-10-22",
        "2026/10/22",
        "2026.10.22",
        "20261022",
        " 22/10/2026\u00a0",
        "22/10/2026 00:00",
        "22/10/2026 14h30",
        "2026-10-22T00:00:00",
        "2026-10-22 23:59:59.999",
        "2026-10-22T10:00:00Z",
        "2026-10-22T23:30:00+02:00",
        "22 oct. 2026",
        "22 octobre 2026",
        "22 OCTOBRE 2026",
        "22-oct.-26",
        "22-Oct-2026",
        "jeudi 22 octobre 2026",
        "Thursday, 22 October 2026",
        "October 22, 2026",
        "Oct 22 2026",
        "22nd October 2026",
    ],
)
def test_one_day_written_in_many_ways(written):
    assert read_date(written, FRENCH) == THE_DAY


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1er janvier 2026", date(2026, 1, 1)),
        ("2 févr. 2026", date(2026, 2, 2)),
        ("15 août 2026", date(2026, 8, 15)),
        ("15 aou\u0302t 2026", date(2026, 8, 15)),
        ("3 déc. 26", date(2026, 12, 3)),
        ("3 mars 2026", date(2026, 3, 3)),
        ("mar. 3 mars 2026", date(2026, 3, 3)),
        ("Mar 3 2026", date(2026, 3, 3)),
        ("29/02/2024", date(2024, 2, 29)),
        ("1/2/2026", date(2026, 2, 1)),
    ],
)
def test_months_by_name_and_short_days(written, day):
    assert read_date(written, FRENCH) == day


@pytest.mark.parametrize(
    ("written", "style", "code"),
    [
        ("31/02/2026", FRENCH, "import_date_impossible"),
        ("2026-13-01", FRENCH, "import_date_impossible"),
        ("31 juin 2026", FRENCH, "import_date_impossible"),
        ("32/01/2026", FRENCH, "import_date_impossible"),
        ("00/00/0000", FRENCH, "import_date_implausible"),
        ("22/10/1926", FRENCH, "import_date_implausible"),
        ("22/10/2206", FRENCH, "import_date_implausible"),
        ("10/22/2026", FRENCH, "import_date_other_order"),
        ("22/10/2026", AMERICAN, "import_date_other_order"),
        ("05/10/2026", MIXED, "import_date_ambiguous"),
        ("demain", FRENCH, "import_date_unreadable"),
        ("22/10", FRENCH, "import_date_unreadable"),
        ("22/10-2026", FRENCH, "import_date_unreadable"),
        ("22 brumaire 2026", FRENCH, "import_date_unreadable"),
        ("46317", FRENCH, "import_date_unreadable"),
        ("2026102", FRENCH, "import_date_unreadable"),
        ("٢٢/١٠/٢٠٢٦", FRENCH, "import_date_unreadable"),
        ("22/10/2026 " + "x" * 10_000, FRENCH, "import_date_unreadable"),
        ("", FRENCH, "import_date_unreadable"),
    ],
)
def test_what_is_not_a_date_is_refused(written, style, code):
    with pytest.raises(Refused) as refused:
        read_date(written, style)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("column", "style"),
    [
        (["22/10/2026", "05/11/2026"], DateStyle(DateOrder.DAY_FIRST, shown=True)),
        (["10/22/2026", "11/05/2026"], DateStyle(DateOrder.MONTH_FIRST, shown=True)),
        (["05/11/2026", "06/11/2026"], DateStyle(assumed=True)),
        (["05/05/2026"], DateStyle()),
        (["2026-10-22", "22 oct. 2026", ""], DateStyle()),
        (["22/10/2026", "10/22/2026"], DateStyle(DateOrder.MIXED, shown=True)),
        (["22/10/2026"] * 9 + ["10/22/2026"], DateStyle(DateOrder.MIXED, shown=True)),
        (["22/10/2026"] * 10 + ["10/22/2026"], DateStyle(DateOrder.DAY_FIRST, shown=True)),
        (["10/22/2026"] * 10 + ["22/10/2026"], DateStyle(DateOrder.MONTH_FIRST, shown=True)),
        (["46317", "46318,5", ""], DateStyle(excel=True)),
        (["46317", "22/10/2026"], DateStyle(DateOrder.DAY_FIRST, shown=True)),
        (["12345"], DateStyle()),
        ([], DateStyle()),
    ],
)
def test_the_style_of_a_column(column, style):
    assert date_style(column) == style


@pytest.mark.parametrize(
    ("written", "style", "day"),
    [
        ("05/11/2026", FRENCH, date(2026, 11, 5)),
        ("05/11/2026", AMERICAN, date(2026, 5, 11)),
        ("22/10/2026", MIXED, THE_DAY),
        ("10/22/2026", MIXED, THE_DAY),
        ("07/07/2026", MIXED, date(2026, 7, 7)),
        ("46317", DateStyle(excel=True), THE_DAY),
        ("46317.75", DateStyle(excel=True), THE_DAY),
    ],
)
def test_a_date_is_read_in_the_style_of_its_column(written, style, day):
    assert read_date(written, style) == day


@pytest.mark.parametrize(
    "written", ["", "  ", "-", "—" * 0, "0000-00-00", "00/00/0000", "0000-00-00 00:00:00"]
)
def test_cells_that_say_there_is_no_date(written):
    assert is_no_date(written)


@pytest.mark.parametrize("written", ["22/10/2026", "1", "n/a", "x"])
def test_cells_that_say_something(written):
    assert not is_no_date(written)


days = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@given(days, st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%d/%m/%Y 10:30"]))
def test_every_day_is_read_back(day, pattern):
    assert read_date(day.strftime(pattern), FRENCH) == day


@given(days)
def test_excels_numbers_are_read_back(day):
    number = str((day - date(1899, 12, 30)) // timedelta(days=1))
    assert read_date(number, date_style([number])) == day


@given(st.lists(days, min_size=1), st.sampled_from([("%d/%m/%Y", FRENCH), ("%m/%d/%Y", AMERICAN)]))
def test_a_column_written_one_way_is_never_read_the_other(column, written):
    """Only when nothing shows the order may an American column be misread, and then it is said."""
    pattern, _ = written
    texts = [day.strftime(pattern) for day in column]
    style = date_style(texts)
    if not style.assumed:
        assert [read_date(text, style) for text in texts] == column


@given(st.text(max_size=30), st.sampled_from([FRENCH, AMERICAN, MIXED, DateStyle(excel=True)]))
def test_any_text_is_a_date_or_refused(text, style):
    try:
        day = read_date(text, style)
    except Refused:
        return
    assert 1990 <= day.year <= 2099
