"""Files as banks really write them: headers, ends, letters and marks outside of the standard."""

import re

import pytest

from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence
from tests.adapters.bank.ofx_files import HEADER, OK, Ofx, moved, sgml, xml
from tests.adapters.bank.reading import lines_of, read

PLAIN = sgml(Ofx())
CLOSED = sgml(Ofx(), ends=True)
EXPECTED = read(PLAIN.encode())


def body(text: str = PLAIN) -> str:
    return text[text.index("<OFX>") :]


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("blank lines before the header", "\n\r\n  \n" + PLAIN),
        ("no blank line behind it", PLAIN.replace("NONE\n\n<OFX>", "NONE\n<OFX>")),
        ("the header on one line", "".join(f"{k}:{v}" for k, v in HEADER.items()) + body()),
        ("the header with blanks", "".join(f"{k} : {v} " for k, v in HEADER.items()) + body()),
        ("no header", body()),
        ("blank lines and no header", "\n\n" + body()),
        ("an XML header before SGML", xml(Ofx())[: xml(Ofx()).index("<OFX>")] + body()),
        ("only the XML declaration", '<?xml version="1.0"?>\n' + body(CLOSED)),
        ("only the OFX instruction", '<?OFX OFXHEADER="200" VERSION="211"?>' + body(CLOSED)),
        ("a namespace", body(CLOSED).replace("<OFX>", '<OFX xmlns="http://ofx.example/2.0/">')),
        ("prefixes", body(CLOSED).replace("</", "</o:").replace("<", "<o:").replace("<o:/o:", "</o:")),
        ("small letters", re.sub("<[^>]*>", lambda tag: tag[0].lower(), PLAIN)),
        ("one line", PLAIN.replace("\n", "")),
        ("one line with ends", CLOSED.replace("\n", "")),
        ("CRLF", PLAIN.replace("\n", "\r\n")),
        ("CR", PLAIN.replace("\n", "\r")),
        ("tabs and blanks around", PLAIN.replace("\n<", " \t\n \t <").replace(">", "> ")),
        ("a blank in the tags", CLOSED.replace("</NAME>", "</NAME >").replace("<STMTTRN>", "<STMTTRN >")),
        ("some ends only", PLAIN.replace("<FITID>T1", "<FITID>T1</FITID>")),
        ("empty tags", PLAIN.replace("<FITID>", "<SIC><REFNUM></REFNUM><CHECKNUM/><PAYEEID />\n<FITID>")),
        ("comments", CLOSED.replace("<STMTTRN>", "<!-- <TRNAMT>5 --><STMTTRN><!-- - > -- -->")),
        ("CDATA", CLOSED.replace("FACTURE FA-2026-0012", "<![CDATA[FACTURE FA-2026-0012]]>")),
        ("CDATA in pieces", CLOSED.replace("FACTURE FA-2026-0012", "<![CDATA[FACTURE ]]>FA<![CDATA[-2026]]>-0012")),
        ("no end of the movement", PLAIN.replace("</STMTTRN>\n", "")),
        ("no end of the list", PLAIN.replace("</BANKTRANLIST>\n", "")),
        ("no end of the account", PLAIN.replace("</BANKACCTFROM>\n", "")),
        ("no end of the balance", PLAIN.replace("</LEDGERBAL>\n", "")),
        ("no ends but the last", re.sub("</(?!OFX>)[A-Z0-9]+>", "", PLAIN)),
        ("unknown tags", PLAIN.replace("<NAME>", "<CATEGORY>Divers\n<ACCTBAL>-400.52\n<X><Y>1</Y></X>\n<NAME>")),
        ("private tags", PLAIN.replace("</SONRS>", "<INTU.BID>00024\n<INTU.USERID>7\n</SONRS>")),
        ("an empty list beside", PLAIN.replace("<LEDGERBAL>", "<BANKTRANLIST>\n</BANKTRANLIST>\n<LEDGERBAL>")),
        ("balances beside", PLAIN.replace("</STMTRS>", "<BALLIST><BAL><NAME>A<DESC>B<BALTYPE>DOLLAR<VALUE>1</BAL>"
                                          "</BALLIST></STMTRS>")),
        ("other answers", PLAIN.replace("<BANKMSGSRSV1>", "<PROFMSGSRSV1><PROFTRNRS><TRNUID>0<STATUS><CODE>2000"
                                        "<SEVERITY>ERROR</STATUS></PROFTRNRS></PROFMSGSRSV1><BANKMSGSRSV1>")),
        ("a mark of UTF-8", "\ufeff" + PLAIN),
        ("zeros and ends of DOS behind", PLAIN + "\x1a\x00\x00"),
        ("a word behind", PLAIN + "-- fin --"),
    ],
)  # fmt: skip
def test_the_same_file_in_other_writings(case: str, content: str) -> None:
    assert read(content.encode()) == EXPECTED, case


LETTERS = "Société Générale, Zoë Œuvré : 12 € à l’été"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("cp1252", HEADER),
        ("cp1252", HEADER | {"CHARSET": "8859-1"}),
        ("cp1252", HEADER | {"CHARSET": "NONE"}),
        ("cp1252", HEADER | {"ENCODING": "UTF-8", "CHARSET": "NONE"}),
        ("utf-8", HEADER),
        ("utf-8", HEADER | {"CHARSET": "ISO-8859-15"}),
        ("utf-8", HEADER | {"ENCODING": "UTF-8", "CHARSET": "NONE"}),
        ("utf-8-sig", HEADER),
        ("utf-16", HEADER | {"ENCODING": "UNICODE"}),
        ("utf-16-le", HEADER),
        ("utf-16-be", HEADER),
    ],
)
def test_letters_whatever_is_declared(encoding: str, declared: dict[str, str]) -> None:
    told = sgml(Ofx((moved(NAME=None, MEMO=LETTERS),)), header=declared)
    (line,) = lines_of(told.encode(encoding))
    assert line.label == LETTERS


@pytest.mark.parametrize(
    ("encoding", "declared", "text"),
    [
        ("iso8859-15", "ISO-8859-15", "Œuvre à 12 €"),
        ("iso8859-2", "8859-2", "Finančna uprava"),
        ("cp1250", "1250", "Finančna uprava"),
        ("cp850", "850", "Règlement payé"),
        ("cp850", "1252", "Règlement payé en août"),
        ("cp1252", "foo", "Règlement payé en août"),
    ],
)
def test_letters_as_declared(encoding: str, declared: str, text: str) -> None:
    told = sgml(Ofx((moved(NAME=None, MEMO=text),)), header=HEADER | {"CHARSET": declared})
    (line,) = lines_of(told.encode(encoding))
    assert line.label == text


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("AT&T et M&amp;M", "AT&T et M&M"),
        ("A &AMP; B &Eacute;t&eacute;&nbsp;&#233;&#xE9;&apos;", "A & B Été éé'"),
        ("&lt;STMTTRN&gt;", "<STMTTRN>"),
        ("&inconnu; &; &#0; &#xD800; &#9999999;", "&inconnu; &; &#0; &#xD800; &#9999999;"),
        ("1 < 2 <3> <<", "1 < 2 <3> <<"),
        ("<![CDATA[a & b &amp; <c>]]>", "a & b &amp; <c>"),
        ("Date 23<BR/>Carte<br>7", "Date 23 Carte 7"),
        ("PAIEMENT <URGENT> FA-12</MEMO>", "PAIEMENT <URGENT> FA-12"),
        ("a <b>c</b> d</MEMO>", "a <B>c</B> d"),
        ("a</MEMO> b", "a b"),
        ("a\nb\n\n c", "a b c"),
        ("a\x00b\x1b[0m", "ab[0m"),
    ],
)
def test_marks_within_a_text(written: str, label: str) -> None:
    (line,) = lines_of(sgml(Ofx((moved(NAME=None, MEMO="@"),))).replace("@", written).encode())
    assert line.label == label


@pytest.mark.parametrize(
    "written",
    ["12<b/>.30</TRNAMT>", "12<b>.30</b></TRNAMT>", "12</TRNAMT>.30", "12</TRNAMT> 300", "12<FITID>.30</TRNAMT>",
     "12 <3", "12\x00.30", "12<![CDATA[<]]>.30", "12<TRNAMT>.30", "12<BR/>.30", "12&nbsp;3", "&lt;12"],
)  # fmt: skip
def test_an_amount_in_pieces_is_not_read_as_its_first(written: str) -> None:
    (statement,) = read(sgml(Ofx((moved(TRNAMT="@"),))).replace("@", written).encode()).statements
    assert statement.lines == ()
    assert [one.blocks for one in statement.problems] == [True]


@pytest.mark.parametrize(
    "written", ["12<!-- -->.30", "1<![CDATA[2.]]>30", "&#49;2.30", "\n12.30\n", "+12,30"]
)
def test_an_amount_that_is_whole_in_spite_of_marks(written: str) -> None:
    (line,) = lines_of(sgml(Ofx((moved(TRNAMT="@"),))).replace("@", written).encode())
    assert line.amount.minor == 1230


def refusal_of(content: str) -> Refused:
    with pytest.raises(Refused) as refusal:
        read(content.encode())
    assert sentence(refusal.value, "fr") != sentence(refusal.value, "en")
    return refusal.value


FAILED = {"CODE": "15500", "SEVERITY": "ERROR", "MESSAGE": "Mot de passe refusé"}


@pytest.mark.parametrize(
    "content",
    [
        sgml(sign_on=FAILED),
        sgml(Ofx(), sign_on=FAILED),
        sgml(Ofx(status=FAILED)),
        sgml(Ofx(), Ofx(status=FAILED)),
        sgml(Ofx(card=True, status=FAILED)),
        xml(Ofx(status={"CODE": "15500", "MESSAGE": "Mot de passe refusé"})),
        xml(sign_on=FAILED | {"SEVERITY": "WARN"}),
        sgml(sign_on=FAILED).replace("</STATUS>\n", ""),
    ],
)
def test_an_error_of_the_bank_is_refused_with_its_words(content: str) -> None:
    refusal = refusal_of(content)
    assert (refusal.code, refusal.facts["bank_code"]) == ("bank_answer_failed", "15500")
    assert refusal.facts["message"] == "Mot de passe refusé"


def test_a_warning_beside_a_statement_is_told() -> None:
    file = read(sgml(Ofx(status=FAILED | {"SEVERITY": "Warn"})).encode())
    assert (len(file.statements), [problem.code for problem in file.problems]) == (1, ["bank_answer_warns"])


def test_a_code_of_zeros_is_no_error() -> None:
    assert read(sgml(Ofx(status=OK | {"CODE": "000", "SEVERITY": ""})).encode()) == EXPECTED


INVESTMENTS = {
    "INVSTMTMSGSRSV1": {
        "INVSTMTTRNRS": {
            "TRNUID": "1",
            "STATUS": OK,
            "INVSTMTRS": {
                "CURDEF": "EUR",
                "INVACCTFROM": {"BROKERID": "courtier.example", "ACCTID": "9"},
                "INVTRANLIST": {"INVBANKTRAN": [{"STMTTRN": moved(), "SUBACCTFUND": "CASH"}] * 2},
            },
        }
    }
}


def test_investments_alone_are_refused_and_beside_an_account_told() -> None:
    assert refusal_of(sgml(more=INVESTMENTS)).code == "bank_investments_only"
    file = read(sgml(Ofx(), more=INVESTMENTS).encode())
    assert file.statements == EXPECTED.statements
    assert [(one.code, one.blocks) for one in file.problems] == [("bank_investments_left_aside", False)]


@pytest.mark.parametrize("content", [sgml(), xml(), "OFXHEADER:100\n\n<OFX></OFX>", "<OFX>\n</OFX>"])
def test_a_sign_on_without_statement(content: str) -> None:
    assert refusal_of(content).code == "bank_statement_missing"


def test_a_list_outside_of_a_statement_is_not_lost() -> None:
    """Two ends too many: what follows belongs to nobody, and is told."""
    damaged = sgml(Ofx((moved(), moved(TRNAMT="7.00")))).replace("</STMTTRN>", "</STMTTRN></STMTRS>", 1)
    file = read(damaged.encode())
    assert [len(one.lines) for one in file.statements] == [1]
    assert [(one.code, one.facts["text"], one.blocks) for one in file.problems] == [
        ("bank_movement_stray", "7.00", True)
    ]


def test_two_movements_in_one_outside_of_a_statement_are_both_told() -> None:
    damaged = sgml(Ofx((moved(), moved(TRNAMT=["7.00", "8.00"])))).replace(
        "</STMTTRN>", "</STMTTRN></STMTRS>", 1
    )
    assert [one.facts["text"] for one in read(damaged.encode()).problems] == ["7.00 8.00"]


def test_a_list_within_an_answer_that_has_no_statement_is_not_lost() -> None:
    text = sgml(Ofx(), Ofx((moved(TRNAMT="7.00"),)))
    at = text.rindex("<STATUS>")
    file = read((text[:at] + text[at:].replace("</STATUS>\n<STMTRS>\n", "")).encode())
    assert [len(one.lines) for one in file.statements] == [1]
    assert [(one.code, one.facts["text"]) for one in file.problems] == [("bank_movement_stray", "7.00")]


@pytest.mark.parametrize("mark", ["<STMTTRN>", "<STMTTRNX>", "STMTTRN>", "<STMTT"])
def test_a_movement_whose_beginning_is_damaged_is_told(mark: str) -> None:
    text = sgml(Ofx((moved(), moved(TRNAMT="7.00", FITID="T2"))))
    at = text.rindex("<STMTTRN>")
    (statement,) = read((text[:at] + mark + text[at + 9 :]).encode()).statements
    told = [line.amount.minor for line in statement.lines], [one.code for one in statement.problems]
    assert told == (([125000, 700], []) if mark == "<STMTTRN>" else ([125000], ["bank_movement_stray"]))


def test_two_movements_that_run_into_each_other_are_told() -> None:
    text = sgml(Ofx((moved(), moved(TRNAMT="7.00", FITID="T2"), moved(FITID="T3"))))
    (statement,) = read(text.replace("</STMTTRN>\n<STMTTRN>\n", "", 1).encode()).statements
    assert [line.bank_id for line in statement.lines] == ["T3"]
    assert [(one.code, one.blocks) for one in statement.problems] == [("bank_movement_twofold", True)]
