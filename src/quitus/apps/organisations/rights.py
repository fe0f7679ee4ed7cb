"""What each role may do. A view names one right; a role holds a set of them."""

from enum import StrEnum

from quitus.apps.organisations.models import Role


class Right(StrEnum):
    """One thing a member may be allowed to do."""

    READ = "read"
    REMIND = "remind"  # approve, pause and send reminders; answer debtors
    MATCH = "match"  # import statements, match and undo
    KEEP_CLIENTS = "keep_clients"  # create and change clients, import
    PAY = "pay"  # make and approve transfers that leave
    KEEP_BOOKS = "keep_books"  # close the books, choose their accounts
    SETTLE = "settle"  # settings of the firm: bank account, mailbox, users


RIGHTS: dict[str, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.ACCOUNTANT: frozenset(
        {Right.READ, Right.REMIND, Right.MATCH, Right.PAY, Right.KEEP_CLIENTS, Right.KEEP_BOOKS}
    ),
    Role.COLLECTOR: frozenset({Right.READ, Right.REMIND, Right.KEEP_CLIENTS}),
    Role.READER: frozenset({Right.READ}),
}


def may(role: str, right: Right) -> bool:
    """Whether the role holds the right."""
    return right in RIGHTS[role]
