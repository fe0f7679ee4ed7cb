"""`quitus number check`: whether a number is right, and what it is made of. Asks no register, stores nothing."""

import json
import sys

import click

from quitus.cli.main import language_of_terminal
from quitus.domain.numbers import Checked, NumberKind, VatVerdict, check_number
from quitus.ports.reasons import reason_sentence

WORDS = {
    "valid": ("{kind} valide", "valid {kind}"),
    "country": ("pays", "country"),
    "check_digits": ("clé", "check digits"),
    "bank": ("banque", "bank"),
    "branch": ("guichet", "branch"),
    "account": ("compte", "account"),
    "rib_key": ("clé RIB", "RIB key"),
    "siren": ("SIREN", "SIREN"),
    "nic": ("NIC", "NIC"),
    "vat": ("numéro de TVA", "VAT number"),
    "key": ("clé", "key"),
    "business_code": ("code activité", "business code"),
    "national_id": ("numéro national", "national number"),
    "reference": ("référence", "reference"),
}


@click.group()
def number() -> None:
    """Numbers on an invoice: calculated on this machine, no register is asked."""


@number.command()
@click.argument("kind", type=click.Choice([kind.value for kind in NumberKind], case_sensitive=False))
@click.argument("value")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
def check(kind: str, value: str, as_json: bool) -> None:
    """Check an IBAN, a SIREN or SIRET, a VAT number, a SEPA creditor identifier (ICS) or an RF reference.

    Exit 0: it is right; 1: it is wrong, and the error output says why. Blanks and points in it do not matter.
    """
    checked = check_number(NumberKind(kind.lower()), value, _judge)
    language = language_of_terminal()
    reason = reason_sentence(checked.reason, language) if checked.reason else None
    if as_json:
        click.echo(json.dumps(_as_data(checked, reason)))
    elif checked.valid:
        _print(checked, language)
    if reason is not None:
        click.echo(f"{checked.value or kind.upper()}{':' if language == 'en' else ' :'} {reason}", err=True)
        sys.exit(1)


def _judge(number: str) -> tuple[VatVerdict, str]:
    from quitus.config.vat_numbers import vat_numbers

    return vat_numbers().judge(number)


def _as_data(checked: Checked, reason: str | None) -> dict[str, object]:
    """The answer as the stable JSON."""
    return {
        "kind": checked.kind.value,
        "value": checked.value,
        "valid": checked.valid,
        "reason": reason,
        "code": checked.reason.code if checked.reason else None,
        **checked.parts,
    }


def _print(checked: Checked, language: str) -> None:
    english = language == "en"
    colon = ":" if english else " :"
    shown = checked.parts.get("formatted", checked.value)
    kind = WORDS["vat"][english] if checked.kind is NumberKind.VAT else checked.kind.value.upper()
    valid = WORDS["valid"][english].format(kind=kind)
    click.echo(f"{shown}{colon} {valid}")
    for name, part in checked.parts.items():
        if name in WORDS:
            click.echo(f"  {WORDS[name][english]}{colon} {part}")
