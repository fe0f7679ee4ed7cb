"""What banks write above their columns, in six languages: each phrase and the field that it names.

A header is reduced to its words (`header_key`): "Date de l'opération" and "DATE OPERATION" are one phrase, "Montant
(EUR)" is "montant". A field's phrases stand in order: the earlier line names it more clearly.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from quitus.domain.banking.column_mapping import BankField
from quitus.domain.importing.amounts import CURRENCIES
from quitus.domain.importing.text import plain

LONGEST_HEADER = 120
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")
_WORD = re.compile(r"[a-z]+")
_CURRENCY = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?![A-Za-z])")
_SPOKEN = {"euro": "EUR", "euros": "EUR"}
# Joining words say nothing, nor do the clock that a day was read from, and the unit of an amount.
_IDLE_WORDS = (
    "de du des d la le les l en of the in a au aux et and by der die das und e el los las del y della di al il lo het"
    " van per utc cet cest local locale lokal lokale euro euros"
)
_IDLE = frozenset(_IDLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Meaning:
    """A field that a phrase may name, and how clearly: 0 is the clearest."""

    field: BankField
    rank: int


# In each field the lines go from clear to vague. Languages: French, English, German, Spanish, Italian, Dutch.
_PHRASES: dict[BankField, tuple[str, ...]] = {
    BankField.BOOKED: (
        "date comptabilisation; date comptable; booking date; posting date; date posted; posted date; buchungstag;"
        " buchungsdatum; fecha contable; f contable; data contabile; boekdatum; boekingsdatum; data registrazione",
        "date operation; date op; dateop; date transaction; date mouvement; date ecriture; date execution; jour;"
        " transaction date; operation date; entry date; date completed; completed date; settlement date; date fin;"
        " buchung; buchungszeit; datum abschlusses; fecha operacion; f operacion; fecha movimiento;"
        " fecha finalizacion; data operazione; data movimento; data completamento; transactiedatum; voltooid op",
        "date; datum; fecha; data; dt; created",
    ),
    BankField.VALUE_DATE: (
        "date valeur; date val; dateval; value date; interest date; valutadatum; valuta datum; wertstellung;"
        " wertstellungstag; wertstellungsdatum; fecha valor; f valor; data valuta; rentedatum; available on",
        "valeur; valuta; valor; wert; value",
    ),
    BankField.AMOUNT: (
        "montant; montant operation; montant transaction; montant mouvement; somme; amount; transaction amount;"
        " betrag; buchungsbetrag; zahlungsbetrag; umsatz; umsatzbetrag; importe; importe movimiento; cantidad; importo;"
        " importo movimento; bedrag; transactiebedrag; bedrag transactie",
        "montant total; montant ttc; montant total ttc; total amount incl vat; total amount; gross; gross amount; brut;"
        " montant brut; avant commission; brutto; bruto; lordo; importo lordo; importe bruto",
    ),
    BankField.DEBIT: (
        "debit; debits; montant debit; debit montant; debit amount; amount debit; withdrawal; withdrawals; paid out;"
        " money out; payments out; soll; sollbetrag; belastung; belastungen; ausgang; ausgaben; cargo;"
        " cargos; debe; adeudo; adeudos; dare; addebito; addebiti; uscite; uscita; debet; af",
        "sortie; sorties; depense; depenses; retrait; retraits; gastos; pagos",
    ),
    BankField.CREDIT: (
        "credit; credits; montant credit; credit montant; credit amount; amount credit; deposit; deposits; paid in;"
        " money in; payments in; haben; habenbetrag; gutschrift; gutschriften; eingang; einnahmen; abono; abonos;"
        " haber; avere; accredito; accrediti; entrate; entrata; bij",
        "entree; entrees; recette; recettes; versement; versements; depot; depots; ingreso; ingresos",
    ),
    BankField.SIGN: (
        "d c; dc; c d; cd; s h; sh; dr cr; cr dr; sens; sens operation; debit credit; credit debit; soll haben;"
        " debe haber; dare avere; af bij; afbij; debit credit indicator; credit debit indicator; code debit credit",
        "direction; type; type operation; transaction type; type mouvement; signe; sign; richting",
    ),
    BankField.FEE: (
        "frais; commission; commissions; fee; fees; total fees; transaction fee; gebuhr; gebuhren; provision; comision;"
        " comisiones; tarifa; commissione; commissioni; kosten; charges",
    ),
    BankField.NET: (
        "net; net amount; montant net; netto; nettobetrag; neto; importe neto; importo netto; nettobedrag",
    ),
    BankField.BALANCE: (
        "solde; solde compte; solde apres operation; solde courant; solde progressif; solde bancaire; nouveau solde;"
        " solde comptable; balance; running balance; account balance; balance after; ledger balance; kontostand;"
        " saldo nach buchung; saldo; saldo contable; saldo contabile; saldo na mutatie; saldo na boeking; saldo na trn;"
        " guthaben; closing balance",
    ),
    BankField.CURRENCY: (
        "devise; code devise; devise compte; monnaie; monn; currency; currency code; payment currency; ccy; cur;"
        " wahrung; waehrung; divisa; moneda; munt; muntsoort; valuta",
    ),
    BankField.LABEL: (
        "libelle; libelles; libelle operation; libelle ecriture; libelle mouvement; label; description; transaction"
        " description; narrative; details; detail; detail ecriture; details transaction; transaction details; intitule;"
        " designation; desc; particulars; verwendungszweck; zweck; buchungstext; umsatztext; vorgang verwendungszweck;"
        " vwz; beschreibung; buchungsdetails; concepto; descripcion; descripcion operacion; detalle; causale;"
        " descrizione; descrizione operazione; omschrijving",
        "informations complementaires; information complementaire; additional description; communication; motif; objet;"
        " subject; remittance information; purpose; text; observaciones; mas datos; dettagli; mededelingen; mededeling;"
        " naam omschrijving; payment details; memo; movimiento",
        "commentaire; comment; comments; note; notes; remarque; notiz; notizen; bemerkung; nota; notas; note proprie",
    ),
    BankField.COUNTERPARTY: (
        "contrepartie; nom contrepartie; beneficiaire; nom beneficiaire; donneur ordre; emetteur; tiers; nom tiers;"
        " payee; payer; payee name; payer name; partner name; counterparty; counterparty name; beneficiary;"
        " beneficiary name; sender name; merchant; merchant name; auftraggeber empfanger; beguenstigter"
        " zahlungspflichtiger; begunstigter zahlungspflichtiger; empfanger; zahlungsempfanger; name"
        " zahlungsbeteiligter; zahlungsbeteiligter; zahlungspflichtige r; zahlungsempfanger in; auftraggeber;"
        " beneficiario; ordenante; beneficiario ordenante; ordinante; controparte; naam tegenpartij; tegenpartij; naam",
        "name; nom; from; to; nome; nombre",
    ),
    BankField.IBAN: (
        "iban contrepartie; iban beneficiaire; compte contrepartie; numero compte contrepartie; partner iban;"
        " counterparty iban; counterparty account; beneficiary iban; payee account number; payee iban; payer iban;"
        " gegenkonto; iban zahlungsbeteiligter; kontonummer iban; empfanger iban; iban beneficiario; iban ordinante;"
        " tegenrekening; tegenrekening iban bban; iban tegenpartij",
    ),
    BankField.ACCOUNT: (
        "iban compte; numero compte; compte bancaire; own iban; account iban; accountnum; auftragskonto; iban"
        " auftragskonto; auftraggeberkonto; iban auftraggeberkonto; eigen rekening; rekeningnummer; n compte;"
        " no compte; account no; compte n",
    ),
    BankField.REFERENCE: (
        "reference; reference paiement; payment reference; reference client; client reference; customer reference;"
        " structured reference; end end; end end id; end end reference; endtoendid; kundenreferenz; kundenreferenz end"
        " end; sepa referenz; betalingskenmerk; referentie; referencia; riferimento; numero facture; invoice number;"
        " rechnungsnummer",
    ),
    BankField.BANK_ID: (
        "transaction id; identifiant transaction; id transaction; numero transaction; n transaction; numero operation;"
        " n operation; operation number; transaction number; transaktionscode; transaktions id; transferwise id;"
        " balance transaction id; volgnr; numero movimiento; id transazione; id operazione; reference bancaire",
        "id; identifiant; sequence; sequence number",
    ),
    BankField.STATE: (
        "statut; etat; status; state; estado; stato; statut operation; transaction status",
        "info; balance impact; impact sur solde",
    ),
}  # fmt: skip
# Whose account it is only the cells can tell.
OWN_OR_OTHER = frozenset(
    (
        "kontonummer", "konto", "iban", "iban bban", "account number", "account", "compte", "rekening", "bank account",
        "cuenta", "conto", "bban",
    )
)  # fmt: skip
# An amount in a currency that is not the account's: never what moved it.
ELSEWHERE = frozenset(
    (
        "amount currency", "original amount", "orig amount", "local amount", "amount foreign",
        "amount foreign currency",
        "montant devise etrangere", "montant origine", "montant d origine", "betrag fremdwahrung",
        "original currency amount",
        "importe moneda extranjera", "customer facing amount", "transfer amount", "bedrag vreemde valuta",
    )
)  # fmt: skip
CURRENCY_ELSEWHERE = frozenset(
    (
        "original currency", "orig currency", "local currency", "type foreign currency", "fremdwahrung",
        "selectionnez devise etrangere", "devise origine", "customer facing currency", "foreign currency",
        "transfer amount currency",
    )
)  # fmt: skip


@lru_cache(maxsize=5_000)
def header_key(header: str) -> str:
    """The words of a header in one spelling, without joining words, figures and currencies."""
    written = header[:LONGEST_HEADER]
    folded = plain(_CAMEL.sub(" ", written)).replace("'", " ").replace("’", " ")
    currency = header_currency(header)
    unit = {currency.lower()} if currency else set()
    words = _WORD.findall(folded)
    if all(len(word) <= 2 for word in words):  # "D/C"
        return " ".join(words)
    return " ".join(word for word in words if word not in _IDLE and word not in unit)


@lru_cache(maxsize=5_000)
def header_currency(header: str) -> str | None:
    """The currency that a header names for its amounts: "Montant (EUR)", "Débit Euros", "Saldo CHF"."""
    if "€" in header:
        return "EUR"
    for found in _CURRENCY.finditer(header[:LONGEST_HEADER]):
        if found[1] in CURRENCIES and header[: found.start()].strip():
            return found[1]
    return next((code for word, code in _SPOKEN.items() if word in _WORD.findall(plain(header))), None)


def _meanings() -> Mapping[str, tuple[Meaning, ...]]:
    found: dict[str, list[Meaning]] = {}
    for name, lines in _PHRASES.items():
        for rank, line in enumerate(lines):
            for phrase in line.split(";"):
                found.setdefault(header_key(phrase), []).append(Meaning(name, rank))
    return {phrase: tuple(meanings) for phrase, meanings in found.items() if phrase}


_MEANINGS = _meanings()


def meanings(header: str) -> tuple[Meaning, ...]:
    """The fields that a header may name; the cells below decide between them."""
    return _MEANINGS.get(header_key(header), ())
