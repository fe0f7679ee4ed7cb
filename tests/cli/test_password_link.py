"""`quitus password-link`: the way back in for whoever runs the machine."""

import json

from django.test import Client

from quitus.apps.onboarding.actions import open_firm
from quitus.apps.organisations.actions import FirmDetails
from quitus.ports.clock import real_now


def test_the_link_leads_to_a_new_password_once(quitus, committed):
    open_firm(
        FirmDetails(name="Studio Marelle"),
        "camille@marelle.example",
        "Camille",
        "marelle-1234-ab",
        on=real_now().date(),
    )
    code, output, _ = quitus("password-link", "Camille@Marelle.example", "--json")
    told = json.loads(output)
    assert (code, told["email"]) == (0, "camille@marelle.example")
    path = told["link"].removeprefix("http://127.0.0.1:8000")
    visitor = Client()
    page = visitor.get(path, follow=True)
    chosen = {"password1": "un tout autre mot", "password2": "un tout autre mot"}
    assert visitor.post(page.redirect_chain[-1][0], chosen).status_code == 302
    again = Client().get(path, follow=True)
    assert "Ce lien ne fonctionne plus" in again.content.decode()
    assert Client().login(email="camille@marelle.example", password="un tout autre mot")


def test_nobody_by_this_address(quitus):
    code, output, errors = quitus("password-link", "personne@marelle.example")
    assert (code, output) == (1, "")
    assert "Personne n’a de compte à l’adresse « personne@marelle.example »" in errors
