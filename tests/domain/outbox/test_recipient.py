"""Nothing is sent to the wrong person."""

import pytest

from quitus.domain.outbox.recipient import Recipient, needs_new_approval, objection

VASSEUR = "vasseur@berthier.example"


@pytest.mark.parametrize(
    ("case", "recipient", "about", "objects"),
    [
        ("their own debt", Recipient(7, VASSEUR), [7, 7], None),
        ("nothing in it yet", Recipient(7, VASSEUR), [], None),
        ("a contact of another client", Recipient(8, VASSEUR), [7], "wrong_recipient"),
        ("another client's invoice among theirs", Recipient(7, VASSEUR), [7, 8], "wrong_recipient"),
        ("another client's invoice alone", Recipient(7, VASSEUR), [8], "wrong_recipient"),
        ("left the firm", Recipient(7, VASSEUR, archived=True), [7], "contact_archived"),
        ("messages come back", Recipient(7, VASSEUR, bounced=True), [7], "contact_bounced"),
        ("no address", Recipient(7, ""), [7], "no_address"),
        ("wrong above all", Recipient(8, "", archived=True, bounced=True), [7], "wrong_recipient"),
    ],
)
def test_objections(case, recipient, about, objects):
    assert objection(recipient, 7, about) == objects, case


@pytest.mark.parametrize(
    ("planned", "current", "approved_by", "again"),
    [
        (VASSEUR, VASSEUR, "camille", False),
        (VASSEUR, "Vasseur@Berthier.example", "camille", False),
        (VASSEUR, "compta@berthier.example", "camille", True),
        (VASSEUR, "compta@berthier.example", "", False),
    ],
)
def test_who_approved_another_address_looks_again(planned, current, approved_by, again):
    assert needs_new_approval(planned, current, approved_by) is again
