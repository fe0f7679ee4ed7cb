"""Numbers on an invoice, checked for whoever types one: IBAN, SIREN, SIRET, VAT number, ICS, RF reference.

The answer is a value with a reason, never a refusal: the number is what was asked about.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from quitus.domain.iban import iban_check_valid, iban_length, iban_shape_valid
from quitus.domain.importing.identifiers import (
    LA_POSTE,
    MONACO,
    french_vat_number,
    french_vat_valid,
    luhn_valid,
    siren_valid,
    siret_valid,
)
from quitus.domain.importing.text import clean, shown
from quitus.domain.reasons import Reason
from quitus.domain.references import is_rf_reference, mod_97

LONGEST_TYPED = 100  # characters, blanks and all
_SEPARATORS = re.compile(r"[\s.\-_/:]+")
_ICS_SEPARATORS = re.compile(r"[\s.\-_/:?(),'+]+")  # the signs that a SEPA file admits inside
_COMPACT = re.compile(r"[A-Z0-9]+")
_ICS = re.compile(r"([A-Z]{2})([0-9]{2})([A-Z0-9]{3})([A-Z0-9]{1,28})")
_RF = re.compile(r"RF([0-9]{2})([A-Z0-9]{1,21})")


class NumberKind(StrEnum):
    """What a number is meant to be."""

    IBAN = "iban"
    SIREN = "siren"
    SIRET = "siret"
    VAT = "vat"
    ICS = "ics"
    RF = "rf"


class VatVerdict(StrEnum):
    """What another country's rules say of a VAT number."""

    VALID = "valid"
    MALFORMED = "malformed"
    CHECK_WRONG = "check_wrong"
    COUNTRY_UNKNOWN = "country_unknown"


# A compact VAT number that is not French: the verdict, and the number as its country writes it.
VatRules = Callable[[str], tuple[VatVerdict, str]]


@dataclass(frozen=True, slots=True)
class Checked:
    """`value`: the number as it is stored. `reason`: why it is wrong. `parts`: what it is made of, by name."""

    kind: NumberKind
    value: str
    reason: Reason | None = None
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def valid(self) -> bool:
        return self.reason is None


def check_number(kind: NumberKind, typed: str, vat_rules: VatRules) -> Checked:
    """What a number typed with blanks, points, dashes or slashes is worth."""
    separators = _ICS_SEPARATORS if kind is NumberKind.ICS else _SEPARATORS
    value = separators.sub("", clean(typed[: LONGEST_TYPED + 1])).upper()
    if not value:
        return Checked(kind, "", Reason("number_empty"))
    # ASCII alone: capitals of other letters ("ß" gives "SS") and digits of other scripts are typing errors.
    if len(typed) > LONGEST_TYPED or not typed_in_ascii(typed) or not _COMPACT.fullmatch(value):
        return Checked(kind, shown(value), Reason("number_characters"))
    if kind is NumberKind.VAT:
        return _vat(value, vat_rules)
    return _CHECKS[kind](value)


def typed_in_ascii(typed: str) -> bool:
    """Whether, blanks apart, only ASCII was typed: "é" and Arabic digits are no part of any number."""
    return "".join(clean(typed).split()).isascii()


def _iban(value: str) -> Checked:
    country = value[:2]
    length = iban_length(country)
    if length is None:
        return _wrong(NumberKind.IBAN, value, Reason("iban_country_unknown", country=country))
    parts = {"country": country, "check_digits": value[2:4], "formatted": _by_four(value)}
    if len(value) != length:
        reason = Reason("number_length_wrong", expected=length, found=len(value))
        return _wrong(NumberKind.IBAN, value, reason, parts)
    if not iban_shape_valid(value):
        return _wrong(NumberKind.IBAN, value, Reason("iban_shape_wrong", country=country), parts)
    if not iban_check_valid(value):
        return _wrong(NumberKind.IBAN, value, Reason("number_check_wrong"), parts)
    if country in {"FR", "MC"}:
        parts |= {"bank": value[4:9], "branch": value[9:14], "account": value[14:25], "rib_key": value[25:]}
    return Checked(NumberKind.IBAN, value, parts=parts)


def _siren(value: str) -> Checked:
    if reason := _digits_wrong(value, 9):
        return _wrong(NumberKind.SIREN, value, reason)
    if not siren_valid(value):
        return _wrong(NumberKind.SIREN, value, Reason("number_check_wrong"))
    parts = {"formatted": _by_three(value), "vat": french_vat_number(value)}
    return Checked(NumberKind.SIREN, value, parts=parts)


def _siret(value: str) -> Checked:
    if reason := _digits_wrong(value, 14):
        return _wrong(NumberKind.SIRET, value, reason)
    parts = {"siren": value[:9], "nic": value[9:], "formatted": f"{_by_three(value[:9])} {value[9:]}"}
    if siret_valid(value):
        return Checked(NumberKind.SIRET, value, parts=parts)
    if not siren_valid(value[:9]):
        reason = Reason("siret_siren_wrong", siren=value[:9])
    elif value.startswith(LA_POSTE):
        reason = Reason("siret_la_poste_wrong")
    else:
        reason = Reason("number_check_wrong")
    return _wrong(NumberKind.SIRET, value, reason, parts)


def _vat(value: str, rules: VatRules) -> Checked:
    if re.fullmatch(r"[0-9]{11}", value):
        value = "FR" + value
    if value.startswith("FR"):
        return _french_vat(value)
    verdict, number = rules(value)
    country = value[:2]
    if verdict is VatVerdict.COUNTRY_UNKNOWN:
        return _wrong(NumberKind.VAT, value, Reason("vat_country_unknown", country=country))
    parts = {"country": country, "formatted": f"{country} {number[2:]}"}
    if verdict is VatVerdict.MALFORMED:
        return _wrong(NumberKind.VAT, number, Reason("vat_shape_wrong", country=country), parts)
    if verdict is VatVerdict.CHECK_WRONG:
        return _wrong(NumberKind.VAT, number, Reason("number_check_wrong"), parts)
    return Checked(NumberKind.VAT, number, parts=parts)


def _french_vat(value: str) -> Checked:
    if not re.fullmatch(r"FR[0-9A-HJ-NP-Z]{2}[0-9]{9}", value):
        return _wrong(NumberKind.VAT, value, Reason("vat_shape_wrong", country="FR"), {"country": "FR"})
    key, siren = value[2:4], value[4:]
    parts = {"country": "FR", "key": key, "formatted": f"FR {key} {_by_three(siren)}"}
    if not siren.startswith(MONACO):
        parts["siren"] = siren
        if not luhn_valid(siren):
            return _wrong(NumberKind.VAT, value, Reason("vat_siren_wrong", siren=siren), parts)
    if not french_vat_valid(value):
        return _wrong(NumberKind.VAT, value, Reason("number_check_wrong"), parts)
    return Checked(NumberKind.VAT, value, parts=parts)


def _ics(value: str) -> Checked:
    """SEPA creditor identifier (EPC AT-02): the business code is no part of what the check digits prove."""
    shape = _ICS.fullmatch(value)
    if shape is None:
        return _wrong(NumberKind.ICS, value, Reason("ics_shape_wrong"))
    country, check, business, national = shape.groups()
    parts = {"country": country, "business_code": business, "national_id": national}
    if not 2 <= int(check) <= 98 or mod_97(national + country + check) != 1:
        return _wrong(NumberKind.ICS, value, Reason("number_check_wrong"), parts)
    return Checked(NumberKind.ICS, value, parts=parts)


def _rf(value: str) -> Checked:
    shape = _RF.fullmatch(value)
    if shape is None:
        return _wrong(NumberKind.RF, value, Reason("rf_shape_wrong"))
    parts = {"reference": shape[2], "formatted": _by_four(value)}
    if not is_rf_reference(value):
        return _wrong(NumberKind.RF, value, Reason("number_check_wrong"), parts)
    return Checked(NumberKind.RF, value, parts=parts)


_CHECKS: Mapping[NumberKind, Callable[[str], Checked]] = {
    NumberKind.IBAN: _iban,
    NumberKind.SIREN: _siren,
    NumberKind.SIRET: _siret,
    NumberKind.ICS: _ics,
    NumberKind.RF: _rf,
}


def _wrong(kind: NumberKind, value: str, reason: Reason, parts: Mapping[str, str] | None = None) -> Checked:
    return Checked(kind, value, reason, parts or {})


def _digits_wrong(value: str, count: int) -> Reason | None:
    if not value.isdigit():
        return Reason("number_not_digits", expected=count)
    if len(value) != count:
        return Reason("number_length_wrong", expected=count, found=len(value))
    return None


def _by_three(siren: str) -> str:
    return f"{siren[:3]} {siren[3:6]} {siren[6:]}"


def _by_four(value: str) -> str:
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))
