"""Which account stands for what: the plan comptable général 2025 (ANC 2022-06), or the firm's own numbers.

`domain/france.md` §9. Two accounts of older charts are never offered: 7711 (gone since 2025; late indemnities are
7581 now) and 7588 (trusts now).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

from quitus.domain.refused import Refused

SHORTEST, LONGEST = 3, 12  # digits; twelve is what the journal's column holds
# Below six digits, 445710 and 445740 would be one account.
FEWEST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Use:
    """What an account is for: how its number must begin, its default number, its label in the books."""

    default: str
    beginnings: tuple[str, ...]
    label: str


# Labels are those of the PCG 2025; books are kept in French (C. com. L123-22).
USES: dict[str, Use] = {
    "suppliers": Use("401000", ("401",), "Fournisseurs"),
    "clients": Use("411000", ("411",), "Clients"),
    "doubtful_clients": Use("416000", ("416",), "Clients douteux ou litigieux"),
    "unbilled": Use("418100", ("418",), "Clients - Factures à établir"),
    "deposits_received": Use("419100", ("4191",), "Clients - Avances et acomptes reçus sur commandes"),
    "vat_collected": Use("445710", ("4457",), "TVA collectée"),
    # A practice, not an account of the PCG: 44574 or 44587 (france.md §9, medium confidence), hence a setting.
    "vat_on_hold": Use("445740", ("4457", "4458"), "TVA collectée en attente d'encaissement"),
    # "Compte d'attente": money is on the account, but nobody knows yet whose it is.
    "unidentified_receipts": Use("471000", ("471", "472", "473"), "Comptes d'attente"),
    "claims_impairment": Use("491000", ("491",), "Dépréciations des comptes de clients"),
    "in_transit": Use("511500", ("511", "58"), "Cartes et encaissements en transit"),
    "cheques_to_cash": Use("511200", ("511",), "Chèques à encaisser"),
    "bank": Use("512000", ("512",), "Banques"),
    "cash": Use("530000", ("53",), "Caisse"),
    # What court and bailiff cost. Recovered from the debtor, it lowers that charge: the PCG 2025 has no 79 any more.
    "recovery_costs": Use("622700", ("622", "658", "758"), "Frais d'actes et de contentieux"),
    "bank_fees": Use("627000", ("627",), "Services bancaires et assimilés"),
    "bad_debts": Use("654100", ("654",), "Pertes sur créances irrécouvrables - Créances de l'exercice"),
    "prior_bad_debts": Use(
        "654400", ("654",), "Pertes sur créances irrécouvrables - Créances des exercices antérieurs"
    ),
    "rounding_loss": Use("658000", ("658",), "Pénalités et autres charges"),
    "discounts_granted": Use("665000", ("665",), "Escomptes accordés"),
    "impairment_charge": Use(
        "681740", ("68174",), "Dotations pour dépréciations des actifs circulants - Créances"
    ),
    "services": Use("706000", ("70",), "Prestations de services"),
    "goods": Use("707000", ("70",), "Ventes de marchandises"),
    "service_rebates": Use("709600", ("709",), "RRR accordés sur prestations de services"),
    "goods_rebates": Use("709700", ("709",), "RRR accordés sur ventes de marchandises"),
    "rounding_gain": Use("758000", ("758",), "Indemnités et autres produits"),
    "indemnities": Use("758100", ("7581",), "Dédits et pénalités perçus sur achats et ventes"),
    "recovered_bad_debts": Use("758300", ("7583",), "Rentrées sur créances amorties"),
    "late_interest": Use("763100", ("763",), "Revenus des créances commerciales"),
    "impairment_reversal": Use(
        "781740", ("78174",), "Reprises sur dépréciations des actifs circulants - Créances"
    ),
    # An imported invoice was booked elsewhere, with its VAT: here it only opens the client's balance.
    "opening": Use("890000", ("89",), "Bilan d'ouverture"),
}
# What the years before left: derived when a year opens, no use that a firm could give another number.
RESULTS = {"120": "Résultat de l'exercice (bénéfice)", "129": "Résultat de l'exercice (perte)"}


@dataclass(frozen=True, slots=True)
class AccountMap:
    """One account for each use. `with_accounts` puts the firm's own numbers in."""

    suppliers: str = USES["suppliers"].default
    clients: str = USES["clients"].default
    doubtful_clients: str = USES["doubtful_clients"].default
    unbilled: str = USES["unbilled"].default
    deposits_received: str = USES["deposits_received"].default
    vat_collected: str = USES["vat_collected"].default
    vat_on_hold: str = USES["vat_on_hold"].default
    unidentified_receipts: str = USES["unidentified_receipts"].default
    claims_impairment: str = USES["claims_impairment"].default
    in_transit: str = USES["in_transit"].default
    cheques_to_cash: str = USES["cheques_to_cash"].default
    bank: str = USES["bank"].default
    cash: str = USES["cash"].default
    recovery_costs: str = USES["recovery_costs"].default
    bank_fees: str = USES["bank_fees"].default
    bad_debts: str = USES["bad_debts"].default
    prior_bad_debts: str = USES["prior_bad_debts"].default
    rounding_loss: str = USES["rounding_loss"].default
    discounts_granted: str = USES["discounts_granted"].default
    impairment_charge: str = USES["impairment_charge"].default
    services: str = USES["services"].default
    goods: str = USES["goods"].default
    service_rebates: str = USES["service_rebates"].default
    goods_rebates: str = USES["goods_rebates"].default
    rounding_gain: str = USES["rounding_gain"].default
    indemnities: str = USES["indemnities"].default
    recovered_bad_debts: str = USES["recovered_bad_debts"].default
    late_interest: str = USES["late_interest"].default
    impairment_reversal: str = USES["impairment_reversal"].default
    opening: str = USES["opening"].default

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """(use, account) in the order of the chart."""
        return ((field.name, getattr(self, field.name)) for field in fields(self))

    def with_accounts(self, chosen: Mapping[str, str]) -> "AccountMap":
        """The map with other numbers for some uses ({"clients": "4110000"}).

        Refused: account_use_unknown, account_malformed, account_of_other_class, account_used_twice.
        """
        for use, account in chosen.items():
            _check(use, account)
        changed = replace(self, **chosen)
        if (
            changed.vat_collected == changed.vat_on_hold
        ):  # moving VAT from one to the other would move nothing
            raise Refused("account_used_twice", account=changed.vat_collected)
        return changed

    def with_digits(self, digits: int) -> "AccountMap":
        """Every number brought to the same length by zeros at its end: 411000 is 411000000 with nine.

        Refused: account_digits_out_of_range, account_shortened (a digit that is no zero would be lost).
        """
        if not FEWEST_DIGITS <= digits <= LONGEST:
            raise Refused("account_digits_out_of_range", digits=digits, fewest=FEWEST_DIGITS, most=LONGEST)
        for _, account in self:
            if account[digits:].strip("0"):
                raise Refused("account_shortened", account=account, digits=digits)
        return self.with_accounts({use: account[:digits].ljust(digits, "0") for use, account in self})

    def label(self, account: str) -> str:
        """The French label of an account (the FEC's CompteLib), never empty.

        An account that is not in the map, such as a second bank account, bears the label of its kind.
        """
        for use, known in self:
            if known == account:
                return USES[use].label
        near = [use for use in USES.values() if account.startswith(use.default.rstrip("0"))]
        best = max(near, key=lambda use: len(use.default.rstrip("0")), default=None)
        return best.label if best else RESULTS.get(account[:SHORTEST], f"Compte {account}")


DEFAULT_ACCOUNTS = AccountMap()


def _check(use: str, account: str) -> None:
    if use not in USES:
        raise Refused("account_use_unknown", use=use)
    if not (account.isascii() and account.isdigit() and SHORTEST <= len(account) <= LONGEST):
        raise Refused("account_malformed", account=account, fewest=SHORTEST, most=LONGEST)
    if not account.startswith(USES[use].beginnings):
        wanted = ", ".join(USES[use].beginnings)
        raise Refused("account_of_other_class", account=account, label=USES[use].label, wanted=wanted)
