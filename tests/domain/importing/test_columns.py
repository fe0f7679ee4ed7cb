"""Header words to fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.importing.columns import (
    Confidence,
    Reason,
    check_mapping,
    knows_header,
    propose_columns,
)
from quitus.domain.importing.header_words import FIELDS, Field, Kind, header_words
from quitus.domain.refused import Refused
from tests.domain.importing.header_examples import CLIENT_HEADERS, INVOICE_HEADERS, NOT_FOR_INVOICES


@pytest.mark.parametrize(("header", "field"), INVOICE_HEADERS)
def test_words_above_columns_of_invoices(header, field):
    assert propose_columns([header], Kind.INVOICES).columns[0].field is field


@pytest.mark.parametrize(("header", "field"), CLIENT_HEADERS)
def test_words_above_columns_of_clients(header, field):
    assert propose_columns([header], Kind.CLIENTS).columns[0].field is field


@pytest.mark.parametrize("header", NOT_FOR_INVOICES)
def test_headers_that_are_no_field_of_an_invoice(header):
    assert propose_columns([header], Kind.INVOICES).columns[0].field is None


@given(
    st.lists(
        st.sampled_from(
            [
                "Montant",
                "Total",
                "Solde",
                "Reste dû",
                "Net à payer",
                "TTC",
                "Payé",
                "Facture",
                "(EUR)",
                "Amount",
                "due",
            ]
        ),
        max_size=4,
    ),
    st.sampled_from(
        [
            "HT",
            "H.T.",
            "hors taxes",
            "hors taxe",
            "excl. VAT",
            "excluding tax",
            "before VAT",
            "HTVA",
            "untaxed",
        ]
    ),
)
def test_an_amount_without_vat_is_never_taken_for_what_is_owed(words, without_vat):
    for place in range(len(words) + 1):
        header = " ".join([*words[:place], without_vat, *words[place:]])
        proposed = propose_columns([header], Kind.INVOICES).columns[0]
        assert proposed.field not in {Field.AMOUNT, Field.REMAINING, Field.PAID}, header
        assert proposed.reason is Reason.EXCLUDES_VAT


def test_how_sure_a_proposal_is_and_why():
    headers = [
        "N° facture",
        "Montant TTC (EUR)",
        "Client",
        "Date",
        "Échéance",
        "Montant HT",
        "Commercial",
        "Total",
    ]
    columns = propose_columns(headers, Kind.INVOICES).columns
    assert [(column.confidence, column.reason) for column in columns] == [
        (Confidence.CERTAIN, Reason.KNOWN_WORDS),
        (Confidence.LIKELY, Reason.KNOWN_WORDS_WITH_MORE),
        (Confidence.DOUBTFUL, Reason.VAGUE_WORD),
        (Confidence.DOUBTFUL, Reason.VAGUE_WORD),
        (Confidence.CERTAIN, Reason.KNOWN_WORDS),
        (Confidence.NONE, Reason.EXCLUDES_VAT),
        (Confidence.NONE, Reason.UNKNOWN_WORDS),
        (Confidence.NONE, Reason.CLEARER_COLUMN),
    ]


def test_a_whole_file_of_invoices():
    headers = ["N° facture", "Code client", "Raison sociale", "E-mail", "Date facture", "Échéance", "Montant HT",
               "TVA", "Montant TTC", "Reste dû", "Devise", "Envoyée le", "Objet"]  # fmt: skip
    proposal = propose_columns(headers, Kind.INVOICES)
    assert proposal.mapping == {
        Field.NUMBER: (0,), Field.CLIENT_REFERENCE: (1,), Field.CLIENT_NAME: (2,), Field.CLIENT_EMAIL: (3,),
        Field.ISSUED_ON: (4,), Field.DUE_ON: (5,), Field.AMOUNT: (8,), Field.REMAINING: (9,),
        Field.CURRENCY: (10,), Field.SENT_ON: (11,), Field.LABEL: (12,), Field.VAT_AMOUNT: (7,),
    }  # fmt: skip
    assert (proposal.problems, proposal.notices) == ((), ())


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (
            "Numéro|Client|Date d'émission|Date d'échéance|Montant HT|TVA|Montant TTC|Statut|Date de paiement",
            "number|client_name|issued_on|due_on||vat_amount|amount|status|",
        ),
        (
            "Réf.|Réf. client|Tiers|Date facturation|Date échéance|Montant HT|Montant TTC|Reste à encaisser|État",
            "number||client_name|issued_on|due_on||amount|remaining|status",
        ),
        (
            "N° pièce|Code tiers|Intitulé du tiers|Date|Échéance|Débit|Crédit|Solde",
            "number|client_reference|client_name|issued_on|due_on|||remaining",
        ),
        (
            "Number|Customer Name|Customer Email|Date (UTC)|Due Date (UTC)|Currency|Total|Amount Due|Status",
            "number|client_name|client_email|issued_on|due_on|currency|amount|remaining|status",
        ),
        (
            "InvoiceNumber|ContactName|EmailAddress|InvoiceDate|DueDate|Total|InvoiceAmountPaid|InvoiceAmountDue|Currency",
            "number|client_name|client_email|issued_on|due_on|amount|paid|remaining|currency",
        ),
        (
            "Date|Transaction type|Num|Name|Due date|Amount|Open balance",
            "issued_on|invoice_kind|number|client_name|due_on|amount|remaining",
        ),
    ],
)
def test_headers_as_other_tools_export_them(headers, fields):
    proposal = propose_columns(headers.split("|"), Kind.INVOICES)
    assert "|".join(column.field or "" for column in proposal.columns) == fields
    assert proposal.problems == ()


def test_two_equally_clear_columns_are_a_question_and_neither_is_taken():
    proposal = propose_columns(
        ["N° facture", "Client", "Date facture", "Échéance", "TTC", "Solde", "Reste dû"], Kind.INVOICES
    )
    assert Field.REMAINING not in proposal.mapping
    assert [column.reason for column in proposal.columns[5:]] == [Reason.TWO_COLUMNS, Reason.TWO_COLUMNS]
    (problem,) = proposal.problems
    assert (problem.code, problem.facts) == (
        "import_two_columns",
        {"field": Field.REMAINING, "first": "Solde", "second": "Reste dû"},
    )


def test_a_question_about_a_required_field_is_asked_once():
    proposal = propose_columns(["N° facture", "Client", "Date facture", "TTC", "Total TTC"], Kind.INVOICES)
    assert [problem.code for problem in proposal.problems] == ["import_two_columns"]


def test_a_choice_settles_the_question():
    headers = ["N° facture", "Client", "Date facture", "Échéance", "TTC", "Solde", "Reste dû"]
    proposal = propose_columns(headers, Kind.INVOICES, {Field.REMAINING: (6,)})
    assert proposal.problems == ()
    assert proposal.mapping[Field.REMAINING] == (6,)
    assert proposal.columns[6].confidence is Confidence.CHOSEN
    assert proposal.columns[5].field is None


def test_a_field_may_be_left_out_by_choice():
    headers = ["N° facture", "Client", "Date facture", "Échéance", "TTC", "Payé"]
    proposal = propose_columns(headers, Kind.INVOICES, {Field.PAID: ()})
    assert Field.PAID not in proposal.mapping
    assert proposal.problems == ()


def test_an_address_and_emails_may_take_several_columns():
    headers = ["Nom", "E-mail", "E-mail 2", "Adresse", "Adresse (2)", "Complément d'adresse", "Ville"]
    mapping = propose_columns(headers, Kind.CLIENTS).mapping
    assert mapping[Field.EMAIL] == (1, 2)
    assert mapping[Field.ADDRESS] == (3, 4, 5)


@pytest.mark.parametrize(
    ("headers", "kind", "missing"),
    [
        (["Ville"], Kind.CLIENTS, [Field.NAME]),
        (["Commercial"], Kind.INVOICES, [Field.NUMBER, Field.CLIENT_NAME, Field.ISSUED_ON, Field.AMOUNT]),
        (["N° facture", "Code client", "Date facture", "Solde"], Kind.INVOICES, []),
    ],
)
def test_required_fields_without_a_column(headers, kind, missing):
    problems = propose_columns(headers, kind).problems
    assert [(problem.code, problem.facts["field"]) for problem in problems] == [
        ("import_column_missing", field) for field in missing
    ]


@pytest.mark.parametrize(
    ("headers", "notices"),
    [
        (["Montant", "Échéance"], ["import_amount_taken_with_vat"]),
        (["Solde", "Échéance"], ["import_amount_from_remaining"]),
        (["Montant TTC"], ["import_due_dates_missing"]),
        (["Montant TTC", "Échéance"], []),
    ],
)
def test_what_is_assumed_is_said(headers, notices):
    proposal = propose_columns(["N° facture", "Client", "Date facture", *headers], Kind.INVOICES)
    assert [notice.code for notice in proposal.notices] == notices


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({Field.NAME: (2,)}, "import_column_unknown"),
        ({Field.NAME: (-1,)}, "import_column_unknown"),
        ({Field.AMOUNT: (0,)}, "import_column_unknown"),
        ({Field.CITY: (1,)}, "import_column_missing"),
        ({Field.NAME: ()}, "import_column_missing"),
        ({Field.NAME: (0, 1)}, "import_two_columns"),
    ],
)
def test_mappings_that_cannot_be_used(columns, code):
    with pytest.raises(Refused) as refused:
        check_mapping(columns, ["Nom", "Ville"], Kind.CLIENTS)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "text", ["Durand", "Export du 22/10/2026", "1 200,00", "", "Liste des factures impayées au 22"]
)
def test_data_and_titles_are_not_headers(text):
    assert not knows_header(text)


@given(st.lists(st.text(max_size=40), max_size=12), st.sampled_from(Kind))
def test_any_headers_get_a_proposal_that_can_be_checked(headers, kind):
    proposal = propose_columns(headers, kind)
    assert [column.header for column in proposal.columns] == headers
    if not proposal.problems:
        check_mapping(proposal.mapping, headers, kind)


@given(st.text(max_size=300))
def test_header_words_are_lower_case_words(header):
    assert all(word.isascii() and word.islower() for word in header_words(header))


def test_no_set_of_words_belongs_to_two_fields():
    """Else the order of a dictionary would decide what a column says."""
    for fields in FIELDS.values():
        for header in (header for header, _ in INVOICE_HEADERS + CLIENT_HEADERS):
            words = header_words(header)
            clear = [
                field
                for field, sets in fields.items()
                if any(
                    not known.vague and known.needed <= words <= known.needed | known.tolerated
                    for known in sets
                )
            ]
            assert len(clear) <= 1, (header, clear)
