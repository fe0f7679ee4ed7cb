"""What each account is for, in the reader's language; the labels of accounts themselves are French."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

USES: dict[str, str | Promise] = {
    "suppliers": _("Suppliers"),
    "clients": _("Clients"),
    "doubtful_clients": _("Doubtful clients"),
    "unbilled": _("Work not billed yet"),
    "deposits_received": _("Deposits received"),
    "vat_collected": _("VAT collected"),
    "vat_on_hold": _("VAT waiting for collection"),
    "unidentified_receipts": _("Receipts without an owner yet"),
    "claims_impairment": _("Impairment of claims"),
    "in_transit": _("Cards and receipts in transit"),
    "cheques_to_cash": _("Cheques to cash"),
    "bank": _("Bank account"),
    "cash": _("Cash box"),
    "recovery_costs": _("Recovery costs"),
    "bank_fees": _("Bank and card fees"),
    "bad_debts": _("Bad debts of the year"),
    "prior_bad_debts": _("Bad debts of earlier years"),
    "rounding_loss": _("Rounding, to our loss"),
    "discounts_granted": _("Early-payment discounts"),
    "impairment_charge": _("Impairment, charge"),
    "services": _("Sales of services"),
    "goods": _("Sales of goods"),
    "service_rebates": _("Rebates on services"),
    "goods_rebates": _("Rebates on goods"),
    "rounding_gain": _("Rounding, to our gain"),
    "indemnities": _("Recovery indemnities (40 €)"),
    "recovered_bad_debts": _("Bad debts paid after all"),
    "late_interest": _("Late interest"),
    "impairment_reversal": _("Impairment, reversal"),
    "opening": _("Opening balance"),
}
