"""A bank that knows what happened, and tells it in files of several formats: each in its own words, never all of it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from tests.camt_files import STUDIO

FIRST = date(2026, 11, 9)  # a Monday
DAYS = 5


@dataclass(frozen=True)
class Movement:
    """What happened on one day: one movement of the account, or a batch of several payments. Amounts in cents."""

    number: int
    day: int
    parts: tuple[tuple[str, int], ...]

    @property
    def cents(self) -> int:
        return sum(cents for _payer, cents in self.parts)

    @property
    def on(self) -> date:
        return FIRST + timedelta(days=self.day)

    @property
    def divided(self) -> bool:
        return len(self.parts) > 1


@dataclass
class Bank:
    """All that happened on the account, in order."""

    movements: list[Movement] = field(default_factory=list)

    def between(self, first: int, last: int) -> list[Movement]:
        return [one for one in self.movements if first <= one.day <= last]

    def balance(self, before: int) -> int:
        return sum(one.cents for one in self.movements if one.day < before)

    def camt053(self, first: int, last: int, *, details: bool) -> bytes:
        """The statement of these days: it opens, tells every movement, and closes."""
        return self._camt(
            "BkToCstmrStmt/Stmt", (first, last), self.between(first, last), details, balances=True
        )

    def camt052(self, day: int, until: int) -> bytes:
        """The report of a day, made after `until` movements of it."""
        return self._camt("BkToCstmrAcctRpt/Rpt", (day, day), self.between(day, day)[:until], False)

    def camt054(self, day: int) -> bytes:
        """The notice of what came in on a day, payment by payment."""
        came = [one for one in self.between(day, day) if one.cents > 0]
        return self._camt("BkToCstmrDbtCdtNtfctn/Ntfctn", (day, day), came, True)

    def ofx(self, first: int, last: int) -> bytes:
        told = "".join(
            f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{one.on:%Y%m%d}<TRNAMT>{_decimal(one.cents)}<FITID>X{one.number}"
            f"<NAME>{_name(one)[:32]}</STMTTRN>"
            for one in self.between(first, last)
        )
        return (
            "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nENCODING:USASCII\r\nCHARSET:1252\r\n\r\n"
            "<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>30006<BRANCHID>00001"
            f"<ACCTID>12345678901<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>{told}</BANKTRANLIST>"
            "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
        ).encode("cp1252")

    def mt940(self, first: int, last: int) -> bytes:
        """The statement of these days in the words of SWIFT."""
        edges = [
            (self.balance(before), FIRST + timedelta(days=day))
            for before, day in ((first, first), (last + 1, last))
        ]
        (opened, on), (closed, until) = edges
        lines = "".join(
            f":61:{one.on:%y%m%d}{one.on:%m%d}{_way(one.cents)[0]}{_comma(one.cents)}NTRFNONREF//B{one.number}\r\n"
            f":86:{_name(one)}\r\n"
            for one in self.between(first, last)
        )
        return (
            f":20:S{first}\r\n:25:{STUDIO}\r\n:28C:{first + 1}/1\r\n"
            f":60F:{_way(opened)[0]}{on:%y%m%d}EUR{_comma(opened)}\r\n{lines}"
            f":62F:{_way(closed)[0]}{until:%y%m%d}EUR{_comma(closed)}\r\n-\r\n"
        ).encode()

    def csv(self, first: int, last: int) -> bytes:
        """The table of a bank that says no account."""
        told = "".join(
            f"{one.on:%d/%m/%Y};{one.on:%d/%m/%Y};{_name(one)};"
            f"{_comma(one.cents) if one.cents < 0 else ''};{_comma(one.cents) if one.cents > 0 else ''};\r\n"
            for one in self.between(first, last)
        )
        return f"Date opération;Date valeur;libellé;Débit;Crédit;\r\n{told}".encode("cp1252")

    def mt942(self, day: int, until: int) -> bytes:
        """The report of a day in the words of SWIFT."""
        told = self.between(day, day)[:until]
        lines = "".join(
            f":61:{one.on:%y%m%d}{one.on:%m%d}{_way(one.cents)[0]}{_comma(one.cents)}NTRFNONREF//B{one.number}\r\n"
            f":86:{_name(one)}\r\n"
            for one in told
        )
        came = [one.cents for one in told if one.cents > 0]
        went = [one.cents for one in told if one.cents < 0]
        return (
            f":20:R{day}\r\n:25:{STUDIO}\r\n:28C:{day + 1}/1\r\n:34F:EUR0,\r\n:13D:{FIRST:%y%m%d}1200+0100\r\n{lines}"
            f":90D:{len(went)}EUR{_comma(sum(went))}\r\n:90C:{len(came)}EUR{_comma(sum(came))}\r\n"
        ).encode()

    def _camt(
        self, kind: str, days: tuple[int, int], told: list[Movement], details: bool, *, balances: bool = False
    ) -> bytes:
        message, part = kind.split("/")
        first, last = days
        on, until = FIRST + timedelta(days=first), FIRST + timedelta(days=last)
        edges = ""
        if balances:
            edges = _balance("OPBD", self.balance(first), on) + _balance(
                "CLBD", self.balance(last + 1), until
            )
        entries = "".join(_entry(one, details) for one in told)
        return (
            '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
            f"<{message}><GrpHdr><MsgId>M</MsgId></GrpHdr><{part}><Id>S</Id><CreDtTm>{until}T12:00:00</CreDtTm>"
            f"<Acct><Id><IBAN>{STUDIO}</IBAN></Id><Ccy>EUR</Ccy></Acct>{edges}{entries}</{part}></{message}></Document>"
        ).encode()


def _entry(one: Movement, details: bool) -> str:
    parts = one.parts if details and one.divided else (((" ".join(_payers(one))), one.cents),)
    told = "".join(
        f"<TxDtls><Amt Ccy='EUR'>{_decimal(abs(cents))}</Amt><CdtDbtInd>{_way(one.cents)}</CdtDbtInd>"
        f"<RmtInf><Ustrd>{payer}</Ustrd></RmtInf></TxDtls>"
        for payer, cents in parts
    )
    return (
        f"<Ntry><Amt Ccy='EUR'>{_decimal(abs(one.cents))}</Amt><CdtDbtInd>{_way(one.cents)}</CdtDbtInd>"
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{one.on}</Dt></BookgDt><ValDt><Dt>{one.on}</Dt></ValDt>"
        f"<AcctSvcrRef>B{one.number}</AcctSvcrRef><NtryDtls>{told}</NtryDtls></Ntry>"
    )


def _payers(one: Movement) -> list[str]:
    return ["REMISE"] if one.divided else [payer for payer, _cents in one.parts]


def _name(one: Movement) -> str:
    return " ".join(_payers(one))


def _way(cents: int) -> str:
    return "CRDT" if cents > 0 else "DBIT"


def _decimal(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"


def _comma(cents: int) -> str:
    return _decimal(abs(cents)).replace(".", ",")


def _balance(code: str, cents: int, on: date) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{_decimal(abs(cents))}</Amt>"
        f"<CdtDbtInd>{'CRDT' if cents >= 0 else 'DBIT'}</CdtDbtInd><Dt><Dt>{on}</Dt></Dt></Bal>"
    )
