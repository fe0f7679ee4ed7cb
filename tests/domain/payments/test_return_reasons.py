"""The reason codes of `domain/france.md` §10, row by row: what to do, whether nothing more is asked meanwhile."""

import pytest

from quitus.domain.payments.return_reasons import (
    RETURN_REASONS,
    ReturnAction,
    may_retry,
    return_reason,
)
from quitus.domain.payments.returns import ReturnEvidence
from quitus.ports.return_sentences import (
    RETURN_ACTIONS,
    RETURN_EVIDENCE,
    RETURN_MEANINGS,
    return_advice,
    return_evidence,
    return_meaning,
)

ROWS = [
    # code, action, reminders rest, retries
    ("AC01", ReturnAction.FIX, False, 0),
    ("AC04", ReturnAction.NEW_MANDATE, False, 0),
    ("AC06", ReturnAction.STOP, True, 0),
    ("AC13", ReturnAction.USE_CORE, False, 0),
    ("AG01", ReturnAction.FIX, False, 0),
    ("AG02", ReturnAction.FIX, False, 0),
    ("AM04", ReturnAction.RETRY_AFTER_PAYDAY, False, 1),
    ("AM05", ReturnAction.CHECK_DUPLICATE, False, 0),
    ("BE05", ReturnAction.FIX, False, 0),
    ("MD01", ReturnAction.STOP_NEW_MANDATE, False, 0),
    ("MD02", ReturnAction.FIX, False, 0),
    ("MD06", ReturnAction.CONTACT_REOPENED, True, 0),
    ("MD07", ReturnAction.STOP, True, 0),
    ("MS02", ReturnAction.CONTACT, False, 0),
    ("MS03", ReturnAction.RETRY_ONCE, False, 1),
    ("RC01", ReturnAction.FIX, False, 0),
    ("RR01", ReturnAction.FIX, False, 0),
    ("RR02", ReturnAction.FIX, False, 0),
    ("RR03", ReturnAction.FIX, False, 0),
    ("RR04", ReturnAction.FIX, False, 0),
    ("SL01", ReturnAction.CONTACT, False, 0),
    ("FF01", ReturnAction.FIX, False, 0),
    ("FF05", ReturnAction.FIX, False, 0),
]


@pytest.mark.parametrize(("code", "action", "holds", "retries"), ROWS, ids=[row[0] for row in ROWS])
def test_each_code_has_its_action(code, action, holds, retries):
    reason = return_reason(code)
    assert (reason.action, reason.holds, reason.retries, reason.known) == (action, holds, retries, True)
    assert reason.source


def test_the_table_is_all_of_it():
    assert set(RETURN_REASONS) == {row[0] for row in ROWS}


@pytest.mark.parametrize("code", ["ZZ99", "", "AM4", "AM04 ", "am04", "' OR 1=1"])
def test_unknown_codes_are_for_the_bank(code):
    reason = return_reason(code)
    if code.strip().upper() == "AM04":
        assert reason.known
        return
    assert (reason.action, reason.known, reason.holds) == (ReturnAction.ASK_BANK, False, False)


def test_a_debit_is_presented_again_once_at_most():
    assert [may_retry("AM04", before) for before in (0, 1, 2)] == [True, False, False]
    assert [may_retry("MS03", before) for before in (0, 1)] == [True, False]
    assert not may_retry("MD06", 0)
    assert not may_retry("ZZ99", 0)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_code_action_and_evidence_has_its_sentence(language):
    assert set(RETURN_MEANINGS) == set(RETURN_REASONS)
    assert set(RETURN_ACTIONS) == set(ReturnAction)
    assert set(RETURN_EVIDENCE) == set(ReturnEvidence)
    for code in RETURN_REASONS:
        assert return_meaning(code, language).endswith(".")
        assert return_advice(code, language).endswith(".")


def test_what_is_told_of_unknown_codes_and_kinds():
    assert return_meaning("ZZ99", "fr") == (
        "Quitus ne connaît pas le code ZZ99 : demandez à votre banque ce qu’il veut dire."
    )
    assert return_meaning("", "en") == "The bank gave no code."
    assert return_evidence("same_amount", "fr") == "même montant"
    assert return_evidence("something_new", "en") == "something new"
