"""The studio's bank: transfers as French banks word them, and the statement that tells them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from xml.sax.saxutils import escape

from quitus.domain.importing.text import plain

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


@dataclass(frozen=True, slots=True)
class Movement:
    """One booked movement; `amount` in cents, negative for money spent."""

    day: date
    amount: int
    label: str
    name: str
    iban: str
    number: str


def transfer_label(random: Random, payer: str, numbers: Sequence[str]) -> str:
    """What the payer wrote: mostly the number, sometimes mangled, sometimes only a name."""
    upper = plain(payer).upper()
    tails = [number.rsplit("-", 1)[-1].lstrip("0") for number in numbers]
    worded = [
        f"VIR SEPA RECU /DE {upper} /MOTIF {' '.join(numbers)}",
        f"VIR INST {upper} FACT {' '.join(numbers)}",
        f"VIREMENT {upper} REF {' '.join(number.replace('-', '') for number in numbers)}",
        f"VIR {upper} FA {' + '.join(tails)}",
        f"VIR SEPA {upper} REGLEMENT",
    ]
    (label,) = random.choices(worded, weights=[55, 20, 14, 7, 4])
    return label


def statement(account: str, day: date, opening: int, movements: Sequence[Movement], position: int) -> bytes:
    """A camt.053 of these movements, whose balances agree."""
    closing = opening + sum(movement.amount for movement in movements)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{NAMESPACE}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>DEMO{position}</MsgId><CreDtTm>{day}T20:00:00</CreDtTm></GrpHdr>"
        f"<Stmt><Id>{position}</Id><CreDtTm>{day}T20:00:00</CreDtTm>"
        f"<Acct><Id><IBAN>{account}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        f"{_balance('OPBD', opening, day)}{_balance('CLBD', closing, day)}"
        f"{''.join(map(_entry, movements))}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _balance(kind: str, cents: int, day: date) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{_amount(cents)}{_direction(cents)}"
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _entry(movement: Movement) -> str:
    party = "Dbtr" if movement.amount > 0 else "Cdtr"
    return (
        f"<Ntry>{_amount(movement.amount)}{_direction(movement.amount)}<Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{movement.day}</Dt></BookgDt><ValDt><Dt>{movement.day}</Dt></ValDt>"
        f"<AcctSvcrRef>{movement.number}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>"
        "<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls>"
        "<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f"{_amount(movement.amount)}{_direction(movement.amount)}<RltdPties><{party}><Pty>"
        f"<Nm>{escape(movement.name)}</Nm></Pty></{party}><{party}Acct><Id><IBAN>{movement.iban}</IBAN></Id>"
        f"</{party}Acct></RltdPties><RmtInf><Ustrd>{escape(movement.label)}</Ustrd></RmtInf>"
        "</TxDtls></NtryDtls></Ntry>"
    )


def _amount(cents: int) -> str:
    return f'<Amt Ccy="EUR">{abs(cents) // 100}.{abs(cents) % 100:02d}</Amt>'


def _direction(cents: int) -> str:
    return f"<CdtDbtInd>{'CRDT' if cents >= 0 else 'DBIT'}</CdtDbtInd>"
