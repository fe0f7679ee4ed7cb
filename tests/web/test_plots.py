"""Bars of money by month: their heights are in proportion, and never beyond the drawing."""

from datetime import date

from quitus.web.plots import BAR, COLUMN, HEIGHT, plot


def months(count):
    return [(date(2020 + n // 12, n % 12 + 1, 1), n, count - n) for n in range(count)]


def test_heights_are_in_proportion():
    drawn = plot([(date(2026, 1, 1), 1000, 500), (date(2026, 2, 1), 250, 0), (date(2026, 3, 1), 1, 0)])
    assert [bar.came for bar in drawn.bars] == [HEIGHT, HEIGHT // 4, 1]
    assert [bar.went for bar in drawn.bars] == [HEIGHT // 2, 0, 0]
    assert drawn.bars[0].top + HEIGHT == drawn.line
    assert [bar.begins_year for bar in drawn.bars] == [True, False, False]
    assert drawn.line + HEIGHT // 2 < drawn.height


def test_nothing_is_drawn_of_nothing():
    assert plot([]) is None
    assert plot([(date(2026, 1, 1), 0, 0)]) is None


def test_bars_stand_beside_each_other_within_the_width():
    drawn = plot(months(24))
    assert len(drawn.bars) == 24
    assert not drawn.by_year
    assert all(later.x - bar.x == COLUMN for bar, later in zip(drawn.bars, drawn.bars[1:], strict=False))
    assert drawn.bars[-1].x + BAR <= drawn.width


def test_many_months_are_years_and_nothing_is_lost():
    drawn = plot(months(30))
    assert drawn.by_year
    assert [bar.first for bar in drawn.bars] == [date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)]


def test_huge_amounts():
    drawn = plot([(date(2026, 1, 1), 10**15, 1)])
    assert (drawn.bars[0].came, drawn.bars[0].went) == (HEIGHT, 1)
