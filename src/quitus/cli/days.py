"""Dates on the command line."""

from datetime import date, datetime

import click

from quitus.domain.refused import Refused

FIRST, LAST = date(1990, 1, 1), date(2200, 12, 31)
ISO = "%Y-%m-%d"


class Day(click.ParamType[date]):
    """A date in ISO form that calendars can count from. Raises Refused day_out_of_reach."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            day = datetime.strptime(str(value), ISO).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            self.fail(f"{value!r} is not a date: YYYY-MM-DD", param, ctx)
        if not FIRST <= day <= LAST:
            raise Refused("day_out_of_reach", day=str(value), first=FIRST, last=LAST)
        return day


DAY = Day()
