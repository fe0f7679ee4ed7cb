"""A chain can lose a payload, never a truth."""

from dataclasses import replace
from datetime import date

from quitus.domain.timeline.chain import GENESIS, Link, canonical, first_broken, payload_hash


def chain(length=5):
    links, previous = [], GENESIS
    for sequence in range(1, length + 1):
        link = Link(
            sequence,
            "message_accepted",
            date(2026, 11, sequence),
            "quitus",
            payload_hash(b"salt", f'{{"n":{sequence}}}'),
        )
        previous = link.hash_after(previous)
        links.append((link, previous))
    return links


def test_a_whole_chain_has_no_broken_link():
    assert first_broken(chain()) is None
    assert first_broken([]) is None


def test_each_alteration_is_found_where_it_is():
    whole = chain()
    for at in range(5):
        link, stored = whole[at]
        for altered in (
            replace(link, kind="payment"),
            replace(link, happened_on=date(2025, 1, 1)),
            replace(link, actor="someone"),
            replace(link, payload_hash=bytes(32)),
        ):
            assert first_broken([*whole[:at], (altered, stored), *whole[at + 1 :]]) == at + 1
        assert first_broken([*whole[:at], *whole[at + 1 :]]) == (at + 1 if at < 4 else None)


def test_canonical_text_does_not_depend_on_the_order_of_facts():
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == '{"a":"é","b":1}'
