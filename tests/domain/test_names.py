"""French names as lists sort them and as banks print them."""

import pytest

from quitus.domain.names import distinctive, legal_forms, name_keys, name_words, sort_name, squeezed


@pytest.mark.parametrize(
    ("name", "sorted_by"),
    [
        ("SARL L’Étoile & Fils", "l etoile fils"),
        ("Éditions de l'Aube", "editions de l aube"),
        ("Œuvres Sociales", "oeuvres sociales"),
        ("S.A.R.L. Durand", "durand"),
        ("Durand S.A.S", "durand"),
        ("Spa des Lilas", "spa des lilas"),  # an Italian form, at the end only
        ("Müller GmbH", "muller"),
        ("Mme Claire Martin", "claire martin"),
        ("SAS", "sas"),
        ("3 Suisses", "3 suisses"),
    ],
)
def test_sort_name(name, sorted_by):
    assert sort_name(name) == sorted_by


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Durand & Fils SARL", "SARL DURAND ET FILS"),
        ("Claire Martin", "MARTIN CLAIRE"),
        ("Mme Claire Martin", "M OU MME MARTIN CLAIRE"),
        ("Société Delmas", "DELMAS SA"),
        ("Ets Vauban", "ETABLISSEMENTS VAUBAN"),
        ("Transport Delmas", "TRANSPORTS DELMAS"),
        ("Saint-Éloi Conseil", "ST ELOI CONSEILS"),
        ("Éditions de l’Aube", "EDITIONS L AUBE"),
        ("Smith Ltd", "SMITH LIMITED"),
    ],
)
def test_two_spellings_of_one_name(one, other):
    assert name_words(one) == name_words(other)
    assert name_keys(one) & name_keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Transports Delmas", "Garage Delmas"),
        ("Martin", "Martinez"),
        ("Claire Martin", "Paul Martin"),
        ("Dupont Conseil", "Dupont"),
    ],
)
def test_two_names_stay_two(one, other):
    assert name_words(one) != name_words(other)


def test_squeezed_forgives_blanks():
    assert squeezed("De La Tour SARL") == squeezed("DELATOUR") == "delatour"


def test_keys_are_distinctive_words_and_the_whole_in_both_orders():
    assert name_keys("SARL Transports Delmas Nord") == {
        "delmas",
        "=transportsdelmasnord",
        "=transportsdelmas",
        "=delmasnordtransport",
    }


def test_a_name_of_common_words_is_found_whole_only():
    assert distinctive(name_words("Hôtel de Paris")) == frozenset()
    assert name_keys("Hôtel de Paris") == {"=hoteldeparis", "=hotelparis"}


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("SARL Durand", {"sarl"}),
        ("Durand GmbH & Co KG", {"gmbh", "co", "kg"}),
        ("Durand", set()),
        ("Mme Durand", set()),
    ],
)
def test_legal_forms(name, forms):
    assert legal_forms(name) == forms
