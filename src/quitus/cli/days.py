"""Dates on the command line."""

from datetime import date, datetime

import click

from quitus.domain.importing.text import shown
from quitus.domain.typed_days import check_day

ISO = "%Y-%m-%d"


class Day(click.ParamType[date]):
    """A date in ISO form that calendars can count from. Raises Refused day_out_of_reach."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            day = datetime.strptime(str(value), ISO).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            self.fail(f"{shown(str(value))!r} is not a date: YYYY-MM-DD", param, ctx)
        check_day(day)
        return day


DAY = Day()
