"""Text, e-mail addresses, countries, languages, classes and payment terms as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.importing.countries import read_country
from quitus.domain.importing.text import clean, has_unusable_character, name_key, plain, shown
from quitus.domain.importing.values import (
    ClientClass,
    PaymentDelay,
    is_nothing,
    read_client_class,
    read_email,
    read_emails,
    read_language,
    read_payment_delay,
)
from quitus.domain.refused import Refused


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("compta@durand.example", "compta@durand.example"),
        (" compta@durand.example\u00a0", "compta@durand.example"),
        ("Jean.Durand+factures@Durand.EXAMPLE", "Jean.Durand+factures@durand.example"),
        ("o'neil@a-b.durand.example", "o'neil@a-b.durand.example"),
        ("a@xn--caf-dma.example", "a@xn--caf-dma.example"),
    ],
)
def test_addresses(written, address):
    assert read_email(written) == address


@pytest.mark.parametrize(
    "written",
    [
        "",
        "durand",
        "durand@",
        "@durand.example",
        "a@b",
        "a@b..example",
        "a..b@durand.example",
        ".a@durand.example",
        "a@-durand.example",
        "a@durand.1",
        "a b@durand.example",
        "a@durand.example, b@durand.example",
        "a@durand.example,b@durand.example",
        "a@durand.example;b@durand.example",
        "a@durand.example\nBcc: all@durand.example",
        "a@durand.example\r\nBcc:all@durand.example",
        "a@durand.example\n",
        "a@durand.example\r",
        "a@durand.example\x0b",
        "a@durand.example\u2028b@durand.example",
        "a\x00@durand.example",
        "Durand <a@durand.example>",
        '"a b"@durand.example',
        "hélène@durand.example",
        "a@durandé.example",
        "a@[127.0.0.1]",
        "a%b@c@durand.example",
        "a" * 65 + "@durand.example",
        "a@" + "d" * 64 + ".example",
        "a@" + "d." * 130 + "example",
    ],
)
def test_malformed_addresses_are_refused(written):
    with pytest.raises(Refused) as refused:
        read_email(written)
    assert refused.value.code == "import_email_malformed"


def test_several_addresses_are_separated_by_semicolons():
    assert read_emails("a@x.example; b@x.example;a@x.example ;") == ("a@x.example", "b@x.example")


@given(st.text(max_size=60))
def test_a_read_address_can_never_split_a_header(text):
    try:
        address = read_email(text)
    except Refused:
        return
    assert address.isascii()
    assert not set(address) & set('\r\n\t ,;:<>"\\()[]')
    assert address.count("@") == 1


@pytest.mark.parametrize(
    ("written", "code"),
    [("France", "FR"), ("FRANCE", "FR"), ("fr", "FR"), ("FRA", "FR"), ("Belgique", "BE"), ("Belgium", "BE"),
     ("Côte d'Ivoire", "CI"), ("États-Unis", "US"), ("U.K.", "GB"), ("Royaume-Uni", "GB"), ("La Réunion", "RE"),
     ("Pays-Bas", "NL"), ("BT", "BT"), ("Suisse", "CH")],
)  # fmt: skip
def test_countries(written, code):
    assert read_country(written) == code


@pytest.mark.parametrize("written", ["Atlantide", "", "XX", "-"])
def test_unknown_countries_are_refused(written):
    with pytest.raises(Refused) as refused:
        read_country(written)
    assert refused.value.code == "import_country_unknown"


@pytest.mark.parametrize(
    ("written", "language"),
    [("FR", "fr"), ("Français", "fr"), ("fr-FR", "fr"), ("fr_CA", "fr"), ("EN", "en"), ("English", "en"),
     ("anglais", "en"), ("en-GB", "en")],
)  # fmt: skip
def test_languages(written, language):
    assert read_language(written) == language


@pytest.mark.parametrize("written", ["de", "Deutsch", "", "42", "中文"])
def test_other_languages_are_refused(written):
    with pytest.raises(Refused) as refused:
        read_language(written)
    assert refused.value.code == "import_language_unknown"


@pytest.mark.parametrize(
    ("written", "kind"),
    [("Professionnel", ClientClass.BUSINESS), ("B2B", ClientClass.BUSINESS), ("entreprise", ClientClass.BUSINESS),
     ("Particulier", ClientClass.CONSUMER), ("consumer", ClientClass.CONSUMER), ("B2C", ClientClass.CONSUMER),
     ("Secteur public", ClientClass.PUBLIC), ("Collectivité", ClientClass.PUBLIC)],
)  # fmt: skip
def test_classes(written, kind):
    assert read_client_class(written) is kind


@pytest.mark.parametrize("written", ["VIP", "", "A", "pro public"])
def test_an_unknown_class_is_refused_since_the_law_depends_on_it(written):
    with pytest.raises(Refused) as refused:
        read_client_class(written)
    assert refused.value.code == "import_class_unknown"


@pytest.mark.parametrize(
    ("written", "delay"),
    [
        ("30 jours", PaymentDelay(30)),
        ("30", PaymentDelay(30)),
        ("30j", PaymentDelay(30)),
        ("Net 30", PaymentDelay(30)),
        ("30 days net", PaymentDelay(30)),
        ("30 jours nets", PaymentDelay(30)),
        ("Paiement à 45 jours", PaymentDelay(45)),
        ("45 jours date de facture", PaymentDelay(45)),
        ("45 jours fin de mois", PaymentDelay(45, end_of_month=True)),
        ("45 j. FDM", PaymentDelay(45, end_of_month=True)),
        ("30 days end of month", PaymentDelay(30, end_of_month=True)),
        ("fin de mois", PaymentDelay(0, end_of_month=True)),
        ("Comptant", PaymentDelay(0)),
        ("À réception de facture", PaymentDelay(0)),
        ("Due on receipt", PaymentDelay(0)),
    ],
)
def test_payment_terms(written, delay):
    assert read_payment_delay(written) == delay


@pytest.mark.parametrize(
    "written", ["", "50 % à la commande", "chèque", "999 jours", "30 jours le 10", "2/10 net 30"]
)
def test_payment_terms_that_say_something_else(written):
    with pytest.raises(Refused) as refused:
        read_payment_delay(written)
    assert refused.value.code == "import_terms_unreadable"


@pytest.mark.parametrize("written", ["", " ", "-", "—", "n/a", "N/A", "null", "Néant", "\u200b", "\u00a0"])
def test_cells_that_say_nothing(written):
    assert is_nothing(written)


@pytest.mark.parametrize("written", ["0", "a", "none", "na", "--- voir ---"])
def test_cells_that_say_something(written):
    assert not is_nothing(written)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Café   du\u00a0Port ", "Café du Port"),
        ("Durand\r\nSARL", "Durand SARL"),
        ("\ufeffDurand\u200b", "Durand"),
        ("\u202eDurand", "Durand"),
        ("=1+1", "=1+1"),
        ("", ""),
    ],
)
def test_clean(raw, cleaned):
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Société  Générale", "SOCIETE GENERALE", True),
        ("L’Œuvre", "l'oeuvre", True),
        ("SARL Durand", "SAS Durand", False),
        ("Durand & Fils", "Durand et Fils", False),
        ("中文", "中文", True),
        ("中文", "日本", False),
    ],
)
def test_names_that_are_one(first, second, same):
    assert (name_key(first) == name_key(second)) is same


@pytest.mark.parametrize(("text", "unusable"), [("Été\tœuf\n", False), ("a\x00", True), ("\x1b[2J", True),
                                                ("caf\ufffd", True), ("\ud800", True)])  # fmt: skip
def test_characters_that_cannot_be_shown(text, unusable):
    assert has_unusable_character(text) is unusable


@given(st.text(alphabet=st.characters(), max_size=300))
def test_what_is_shown_is_one_short_harmless_line(text):
    line = shown(text)
    assert len(line) <= 60
    assert len(line.splitlines()) <= 1
    assert not set(line) & {chr(code) for code in [*range(32), *range(127, 160)]}


@given(st.text(max_size=50))
def test_cleaning_and_plain_text_are_settled_at_once(text):
    assert clean(clean(text)) == clean(text)
    assert plain(plain(text)) == plain(text)
