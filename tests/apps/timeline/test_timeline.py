"""What happened, in order; nobody alters it unseen."""

from datetime import date

import pytest
from django.db import DatabaseError, connections, transaction

from quitus.apps.organisations.tenancy import tenant
from quitus.apps.timeline.actions import Event, record, record_all
from quitus.apps.timeline.models import TimelineEntry, TimelinePayload
from quitus.apps.timeline.queries import broken_chains, history
from tests.record import a_client

MONDAY = date(2026, 3, 16)


def note(text: str, client_id: int | None = None) -> Event:
    return Event("note", MONDAY, "camille", client_id, {"text": text})


def owner(sql: str, *parameters: object) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, parameters)


def test_each_chain_counts_for_itself(inside):
    client = a_client()  # whose first event is "client_created"
    record_all([note("a"), note("b", client), note("c"), note("d", client)])
    told = [(entry.client_id, entry.sequence) for entry in TimelineEntry.objects.order_by("id")]
    assert told == [(client, 1), (None, 1), (client, 2), (None, 2), (client, 3)]
    assert [happening.facts["text"] for happening in history(None)] == ["c", "a"]
    assert broken_chains() == []


def test_history_pages_from_the_newest(inside):
    record_all(note(str(number)) for number in range(5))
    newest = history(None, limit=2)
    assert [happening.facts["text"] for happening in newest] == ["4", "3"]
    older = history(None, limit=2, before=newest[-1].id)
    assert [happening.facts["text"] for happening in older] == ["2", "1"]


def test_accents_and_dates_come_back_as_they_were_said(inside):
    record(Event("note", MONDAY, facts={"text": "réglé « à l’avance »", "on": MONDAY}))
    (happening,) = history(None)
    assert happening.facts == {"text": "réglé « à l’avance »", "on": "2026-03-16"}
    assert (happening.actor, happening.happened_on) == ("quitus", MONDAY)


def test_nothing_happened_is_nothing_written(inside):
    assert record_all([]) == []
    assert TimelineEntry.objects.count() == 0


@pytest.mark.parametrize("model", [TimelineEntry, TimelinePayload])
def test_the_program_cannot_change_what_it_recorded(inside, model):
    record(note("a"))
    for change in (lambda rows: rows.update(id=999), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change(model.objects.all())


TAMPERED = [
    ("a payload is altered", "UPDATE timeline_timelinepayload SET text = '{}' WHERE entry_id = {second}", 2),
    ("a kind is altered", "UPDATE timeline_timelineentry SET kind = 'x' WHERE id = {second}", 2),
    (
        "a date is altered",
        "UPDATE timeline_timelineentry SET happened_on = '2020-01-01' WHERE id = {second}",
        2,
    ),
    ("a link in the middle is gone", "{forget} DELETE FROM timeline_timelineentry WHERE id = {second}", 2),
    ("the last link is gone", "{forget_last} DELETE FROM timeline_timelineentry WHERE id = {third}", 3),
    ("everything is gone", "DELETE FROM timeline_timelinepayload; DELETE FROM timeline_timelineentry", 1),
]


@pytest.mark.parametrize(("sql", "at"), [case[1:] for case in TAMPERED], ids=[case[0] for case in TAMPERED])
def test_what_the_owner_of_the_database_alters_is_seen(committed, organisation_committed, sql, at):
    with tenant(organisation_committed):
        _, second, third = record_all([note("a"), note("b"), note("c")])
    forget = "DELETE FROM timeline_timelinepayload WHERE entry_id = "
    owner(
        sql.replace("{second}", str(second))
        .replace("{third}", str(third))
        .replace("{forget}", f"{forget}{second};")
        .replace("{forget_last}", f"{forget}{third};")
    )
    with tenant(organisation_committed):
        assert broken_chains() == [(None, at)]


def test_erasing_a_person_leaves_the_chain_whole(committed, organisation_committed):
    with tenant(organisation_committed):
        _, second, _ = record_all([note("a"), note("b"), note("c")])
    owner("DELETE FROM timeline_timelinepayload WHERE entry_id = %s", second)
    with tenant(organisation_committed):
        assert broken_chains() == []
        assert [happening.facts.get("text") for happening in history(None)] == ["c", None, "a"]
