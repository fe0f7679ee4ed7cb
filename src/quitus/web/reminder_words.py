"""The steps of a policy and the reasons why nothing leaves, as people call them. Codes are in `domain/reminders`."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

# The steps of the policies that come with Quitus; a firm's own ones are called by their key.
STEPS: dict[str, Words] = {
    "arrival_check": _("Did it arrive?"),
    "upcoming": _("It is due soon"),
    "due_day": _("It is due today"),
    "any_problem": _("Is there a problem?"),
    "firm": _("Firm reminder"),
    "last": _("Last reminder"),
    "formal_notice": _("Formal notice"),
}

# Why a reminder does not leave now: what stands in the way.
REASONS: dict[str, Words] = {
    "paid": _("paid"),
    "time_barred": _("out of time: it can no longer be claimed in court"),
    "insolvency": _("a court opened proceedings: what they owed before may no longer be asked for"),
    "promised": _("they promised a date"),
    "contested": _("they contest it"),
    "possibly_paid": _("perhaps paid already"),
    "not_provably_sent": _("nothing proves that the invoice arrived"),
    "step_unknown": _("the last step sent is not one of this policy"),
    "not_released_after_import": _("imported, and you have not let its reminders start"),
    "paused_by_user": _("you paused this invoice"),
    "payment_returned": _("a payment came back, and somebody has to look first"),
    "client_paused": _("you paused this client"),
    "already_waiting": _("its next step waits for you in Reminders"),
    "no_contact": _("no address that works"),
    "bank_data_stale": _("the bank statements are too old"),
    "pay_run_near": _("their payment day is near"),
    "contact_gap": _("they heard from you this week"),
    "not_working_day": _("not a working day"),
    "minimum_gap": _("the last reminder is too recent"),
    "before_first_step": _("not yet the day of the first step"),
    "before_next_step": _("not yet the day of the next step"),
    "all_steps_sent": _("every step has left"),
    # said of a message that was planned
    "step_passed": _("another step is due by now"),
    "not_due": _("nothing is due any more"),
    "withdrawn_by_person": _("you withdrew it"),
    "lease_expired": _("the program stopped while it was leaving"),
    "recipient_refused": _("the address was refused"),
    "gave_up": _("their server kept saying “later”"),
    "address_changed": _("the address changed after your approval"),
}

# What a person can do about it; the other reasons end by themselves.
REMEDIES: dict[str, Words] = {
    "time_barred": _("Note an acknowledgement if you have one in writing, or write it off."),
    "insolvency": _("Declare the claim, unless you have."),
    "contested": _("Settle the dispute."),
    "possibly_paid": _("Say whether the money came in."),
    "payment_returned": _("Look at the returned payment, then let the reminders go on."),
    "not_provably_sent": _("Say on which day the invoice arrived."),
    "step_unknown": _("Say at which step it goes on."),
    "not_released_after_import": _("Let its reminders start."),
    "no_contact": _("Add a contact with an e-mail address."),
    "bank_data_stale": _("Import a bank statement."),
    "all_steps_sent": _("Call them, or prepare a file for recovery."),
}


def step_name(key: str) -> str:
    """What a step is called."""
    return str(STEPS.get(key, key.replace("_", " ")))


def reason_words(code: str) -> str:
    """Why nothing leaves; a code without words, such as a mail server's own, is shown as it is."""
    return str(REASONS.get(code, code))


def remedy(code: str) -> str:
    """What to do about a reason, "" when time alone ends it."""
    return str(REMEDIES.get(code, ""))
