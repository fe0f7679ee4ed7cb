"""What the server did not take is tried again, further and further apart, and not for ever."""

from datetime import UTC, datetime, timedelta

from quitus.domain.outbox.retry import next_attempt, rest_of_server

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def test_waits_grow_to_a_day_then_it_is_given_up():
    waits = [next_attempt(count, NOW) for count in range(1, 8)]
    minutes = [None if moment is None else (moment - NOW) // timedelta(minutes=1) for moment in waits]
    assert minutes == [5, 15, 60, 180, 480, 1440, None]


def test_a_server_is_left_alone_longer_and_longer_but_never_given_up():
    minutes = [(rest_of_server(count, NOW) - NOW) // timedelta(minutes=1) for count in (1, 2, 3, 6, 7, 400)]
    assert minutes == [5, 15, 60, 1440, 1440, 1440]
