"""The same files read by ofxtools, an independent program, where it can read them."""

import warnings
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ofxtools.Parser import OFXTree

from tests.adapters.bank.ofx_files import Ofx, moved, sgml, xml
from tests.adapters.bank.reading import read
from tests.samples import samples

# It refuses the others: for an amount with a blank, an empty number, small letters, a missing header or end.
BOTH = [
    "bankfile_chase_blank-line-before-header-none-after.qfx",
    "bankfile_chase_non-ascii-byte-declared-usascii.qfx",
    "bankfile_lcl_check-without-payee.ofx",
    "bankfile_unnamed-bank_amount-comma-decimal.ofx",
    "bankfile_unnamed-bank_character-outside-latin1.ofx",
    "bankfile_unnamed-bank_chknum-instead-of-checknum.ofx",
    "bankfile_unnamed-bank_tags-outside-spec.ofx",
    "ofxparse_anzcc.ofx",
    "ofxparse_bank_medium.ofx",
    "ofxparse_multiple_accounts.ofx",
    "ofxparse_multiple_accounts2.ofx",
    "ofxparse_suncorp.ofx",
    "ofxtools_stmtrs.ofx",
    "ofxtools_stmtrs_euro.ofx",
]
Told = list[tuple[str, list[tuple[str, Decimal, str]], Decimal]]
"""Each statement's account, its movements (number, amount, day), its balance."""


def theirs(content: bytes) -> Told:
    """As ofxtools reads it. It moves days by their time zones, which none of these files does over midnight."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells each tag that it skips
        tree = OFXTree()
        tree.parse(BytesIO(content))
        found = tree.convert().statements
    return [
        (
            one.account.acctid.replace(" ", ""),
            [(each.fitid, each.trnamt, str(each.dtposted.date())) for each in one.transactions or ()],
            one.ledgerbal.balamt,
        )
        for one in found
    ]


def ours(content: bytes) -> Told:
    return [
        (
            one.account or "",
            [(each.bank_id or "", each.amount.decimal, str(each.booked)) for each in one.lines],
            one.closing.amount.decimal if one.closing else Decimal("NaN"),
        )
        for one in read(content).statements
    ]


@pytest.mark.parametrize("name", BOTH)
def test_the_samples_that_both_read(name: str) -> None:
    content = samples(f"statements/ofx/{name}").read_bytes()
    assert ours(content) == theirs(content)


amounts = st.decimals(-(10**9), 10**9, places=2)
days = st.dates().filter(lambda day: day.year > 1900)
movements = st.lists(st.tuples(amounts, days), max_size=8)


@given(movements, st.sampled_from(["sgml", "ends", "xml"]))
@settings(max_examples=60, deadline=None)
def test_files_of_ours_read_both_ways(told: list, writing: str) -> None:
    written = [
        moved(TRNAMT=f"{amount:f}", DTPOSTED=f"{day:%Y%m%d}", FITID=f"T{number}")
        for number, (amount, day) in enumerate(told, 1)
    ]
    own = {"BANKID": "30006", "ACCTID": "12345678901", "ACCTTYPE": "CHECKING"}
    statement = Ofx(written, own=own)
    content = xml(statement) if writing == "xml" else sgml(statement, ends=writing == "ends")
    found = ours(content.encode())
    assert found == theirs(content.encode())
    assert [(amount, day) for _, lines, _ in found for _, amount, day in lines] == [
        (amount, str(day)) for amount, day in told
    ]
