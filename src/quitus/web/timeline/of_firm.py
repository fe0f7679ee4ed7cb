"""What happened to the firm itself, its policies and its bank lines, in words."""

from datetime import date
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from quitus.ports import formats
from quitus.web.timeline.facts import Facts, Told, after_colon


def firm_opened(facts: Facts, today: date) -> Told:
    return Told("building-2", _("Firm opened"), after_colon(facts.text("name")))


def policy_installed(facts: Facts, today: date) -> Told:
    return Told("settings", _("Policy added"), after_colon(_policy(facts)))


def policy_changed(facts: Facts, today: date) -> Told:
    version = facts.count("version")
    words = _("%(policy)s, version %(version)d") % {"policy": _policy(facts), "version": version}
    return Told("settings", _("Policy changed"), after_colon(words if version else _policy(facts)))


def policy_automatic_set(facts: Facts, today: date) -> Told:
    without, with_approval = _("Messages leave without asking you"), _("Messages wait for your approval")
    head = without if facts.true("automatic") else with_approval
    return Told("settings", head, after_colon(_policy(facts)))


def policy_made_default(facts: Facts, today: date) -> Told:
    return Told("settings", _("Policy for everybody"), after_colon(_policy(facts)))


def policy_chosen(facts: Facts, today: date) -> Told:
    if facts.text("policy"):
        return Told("settings", _("Reminded by a policy of their own"), after_colon(_policy(facts)))
    return Told("settings", _("Reminded by the firm’s policy again"))


def file_imported(facts: Facts, today: date) -> Told:
    rows, name = facts.count("rows"), facts.text("file")
    heads = {"clients": _("Clients imported"), "invoices": _("Invoices imported")}
    words = ngettext("%(count)d row", "%(count)d rows", rows) % {"count": rows}
    return Told(
        "upload",
        heads.get(facts.text("kind"), _("File imported")),
        after_colon(f"{name}, {words}" if name else ""),
    )


def statement_imported(facts: Facts, today: date) -> Told:
    new = facts.count("new")
    words = ngettext("%(count)d new line", "%(count)d new lines", new) % {"count": new}
    name = facts.text("file_name")
    return Told("landmark", _("Bank statement imported"), after_colon(f"{name}, {words}" if name else ""))


def import_undone(facts: Facts, today: date) -> Told:
    lines = facts.count("lines")
    words = ngettext("%(count)d line withdrawn", "%(count)d lines withdrawn", lines) % {"count": lines}
    name = facts.text("file_name")
    return Told(
        "undo-2", _("Import of a bank statement undone"), after_colon(f"{name}, {words}" if name else "")
    )


def bank_account_closed(facts: Facts, today: date) -> Told:
    return Told("landmark", _("Bank account closed"), after_colon(facts.text("account")))


def bank_account_reopened(facts: Facts, today: date) -> Told:
    return Told("landmark", _("Bank account in use again"), after_colon(facts.text("account")))


def bank_columns_told(facts: Facts, today: date) -> Told:
    return Told("landmark", _("Columns of a bank’s file told"), after_colon(facts.text("headers")))


def bank_columns_forgotten(facts: Facts, today: date) -> Told:
    return Told("landmark", _("Columns of a bank’s file forgotten"), after_colon(facts.text("headers")))


def missing_days_passed_over(facts: Facts, today: date) -> Told:
    return Told("landmark", _("Missing statements passed over"), after_colon(facts.text("account")))


def match_dismissed(facts: Facts, today: date) -> Told:
    return Told("landmark", _("Suggested match refused"))


def match_undone(facts: Facts, today: date) -> Told:
    return Told("undo-2", _("Match undone"))


def line_ignored(facts: Facts, today: date) -> Told:
    return Told("landmark", _("Bank line put aside"), quote=facts.text("reason"))


def payer_rule_made(facts: Facts, today: date) -> Told:
    said = (
        _("%(payer)s pays for a client from now on")
        if facts.text("client")
        else _("%(payer)s never pays for a client")
    )
    return Told("landmark", _("Rule about a payer"), after_colon(said % {"payer": _payer(facts)}))


def payer_rule_removed(facts: Facts, today: date) -> Told:
    return Told("x", _("Rule about a payer removed"), after_colon(_payer(facts)))


def matching_care(facts: Facts, today: date) -> Told:
    score = facts.count("automatic")
    said = (
        _("from a score of %(score)s on")
        % {"score": formats.ratio(Decimal(score) / 1000, get_language() or "fr")}
        if score
        else _("never without asking")
    )
    return Told("settings", _("Care of matching changed"), after_colon(said))


SENTENCES = {
    sentence.__name__: sentence
    for sentence in (
        firm_opened,
        policy_installed,
        policy_changed,
        policy_automatic_set,
        policy_made_default,
        policy_chosen,
        file_imported,
        statement_imported,
        import_undone,
        bank_account_closed,
        bank_account_reopened,
        bank_columns_told,
        bank_columns_forgotten,
        missing_days_passed_over,
        match_dismissed,
        match_undone,
        line_ignored,
        payer_rule_made,
        payer_rule_removed,
        matching_care,
    )
}


def _payer(facts: Facts) -> str:
    """Under which name, else from which account, somebody pays; "" once both are erased."""
    return facts.text("name") or (
        formats.iban_ends(facts.text("iban")) if facts.text("iban") else _("This payer")
    )


def _policy(facts: Facts) -> str:
    names = {"gentle": _("gentle"), "standard": _("standard")}
    name = facts.text("policy")
    return names.get(name, name)
