"""What transfer orders are and what is to be looked at, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from quitus.domain.outgoing.orders import Alert, Remark, State
from quitus.ports.formats import by_four

# The pill of each state, and its word.
STATES: dict[str, tuple[str, str | Promise]] = {
    State.DRAFT: ("due", pgettext_lazy("transfer order", "draft")),
    State.TO_APPROVE: ("part", pgettext_lazy("transfer order", "to approve")),
    State.APPROVED: ("auto", pgettext_lazy("transfer order", "approved")),
    State.DOWNLOADED: ("auto", pgettext_lazy("transfer order", "taken to the bank")),
    State.EXECUTED: ("paid", pgettext_lazy("transfer order", "executed")),
    State.CANCELLED: ("hold", pgettext_lazy("transfer order", "cancelled")),
}


def remark_words(remark: Remark) -> tuple[str, str]:
    """The voice of a remark ("late", "wait" or ""), and its sentence."""
    if remark.alert is Alert.OTHER_IBAN:
        before = ", ".join(by_four(iban) for iban in remark.ibans[:5])
        words = _(
            "Another IBAN than before: until now %(ibans)s. Call them on a number that you know already; a letter or "
            "a mail with a new IBAN is the commonest fraud."
        )
        return "late", words % {"ibans": before}
    if remark.alert is Alert.OWN_ACCOUNT:
        return "wait", _("This account is yours: a transfer between your own accounts.")
    if remark.alert is Alert.TWICE:
        return "wait", _("The same account and amount stand twice in this order.")
    if remark.alert is Alert.PAID_LATELY:
        return "wait", _("The same amount went to this account within the last ten days.")
    return "", _("Paid for the first time.")
