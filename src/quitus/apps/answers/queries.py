"""Whose an answer is: each raises DoesNotExist for one that is not behind this firm's wall."""

from quitus.apps.answers.models import Dispute, PaidClaim, Promise


def client_of_promise(promise_id: int) -> int:
    """The client who gave the promise."""
    return Promise.objects.values_list("client_id", flat=True).get(id=promise_id)


def client_of_dispute(dispute_id: int) -> int:
    """The client who contests."""
    return Dispute.objects.values_list("client_id", flat=True).get(id=dispute_id)


def client_of_claim(claim_id: int) -> int:
    """The client who says that it is paid."""
    return PaidClaim.objects.values_list("client_id", flat=True).get(id=claim_id)
