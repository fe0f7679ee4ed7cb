"""One line after the other: what a decision shows next, how it is taken back, and what comes too late."""

import re

import pytest

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import deciding
from quitus.apps.banking.models import BankLine, Match, MatchState, Outcome
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.books.queries import client_balances
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.models import Payment
from tests.camt_files import camt053, credit
from tests.firm import TODAY, make_client, make_instalment, remaining
from tests.web.staff.conftest import words

HTMX = {"HTTP_HX_REQUEST": "true"}
DAVID = Decider(TODAY, "David Morel")


def bring(*entries):
    import_bank_file(camt053(entries), "releve.xml", on=TODAY, actor="test")


@pytest.fixture
def three(firm):
    """Three lines to confirm, each with two equally good choices; the newest line first."""
    with tenant(firm.id):
        for place in range(3):
            for name in ("Brasserie du Canal", "Hôtel des Voyageurs"):
                client = make_client(f"{name} {place}", email=f"{place}{len(name)}@client.example")
                make_instalment(client, f"FA-2026-0{place}{len(name)}", f"{300 + place}.00")
        bring(*(credit(f"{300 + place}.00", f"VIREMENT {place}", bank_id=str(place)) for place in range(3)))
        lines = list(BankLine.objects.order_by("-id"))
        assert Match.objects.filter(state=MatchState.SUGGESTED).count() == 3
    return firm, lines


def suggestion(firm, line):
    with tenant(firm.id):
        return Match.objects.get(line=line, state=MatchState.SUGGESTED)


def form_of(page, action):
    """The hidden fields of the first form that goes to this address."""
    (form,) = re.findall(f'<form[^>]*action="{action}".*?</form>', page.content.decode(), re.S)[:1]
    return dict(re.findall(r'name="(place|next|seen|runner_up)" value="([^"]*)"', form))


def test_after_a_decision_the_next_line_of_the_list_is_there(owner, three):
    firm, (first, second, _) = three
    action = f"/bank/matches/{suggestion(firm, first).id}/accept"
    sent = form_of(owner.get("/bank/?only=suggested&q=virement"), action)
    assert sent == {"place": "only=suggested&amp;q=virement", "next": str(second.id)}
    sent["place"] = "only=suggested&q=virement"
    answer = owner.post(action, sent, follow=True)
    text = words(answer)
    assert f"/bank/lines/{second.id}?only=suggested&q=virement&done=" in answer.redirect_chain[0][0]
    assert "C’est rapproché." in text
    assert "1 sur 2" in text
    assert "Deux lignes à confirmer" in text


def test_htmx_gets_the_part_that_changes_and_where_it_goes(owner, three):
    firm, (first, second, _) = three
    answer = owner.post(
        f"/bank/matches/{suggestion(firm, first).id}/accept",
        {"place": "only=suggested", "next": second.id},
        follow=True,
        **HTMX,
    )
    html = answer.content.decode()
    assert "<html" not in html
    assert html.lstrip().startswith('<div class="page" id="bank"')
    assert answer["HX-Retarget"] == "#bank"
    assert answer["HX-Replace-Url"] == f"/bank/lines/{second.id}?only=suggested"
    assert 'id="evidence" tabindex="-1" autofocus' in html
    assert 'data-hx-swap-oob="innerHTML:#said"' in html
    assert answer["Vary"].count("HX-Request") == 1


def test_the_last_decision_is_undone_at_once_and_its_line_is_back(owner, three):
    firm, (first, second, _) = three
    match = suggestion(firm, first)
    page = owner.post(f"/bank/matches/{match.id}/accept", {"next": second.id}, follow=True)
    (undo,) = set(re.findall(r'action="(/bank/matches/\d+/undo)"', page.content.decode()))
    back = owner.post(undo, {"place": "only=suggested"}, follow=True)
    assert f"/bank/lines/{first.id}?" in back.redirect_chain[0][0]
    assert "Trois lignes à confirmer" in words(back)
    with tenant(firm.id):
        assert set(Payment.objects.values_list("amount_minor", flat=True)) == {30_200, -30_200}


def test_a_refused_suggestion_can_be_thought_of_anew(owner, three):
    firm, (first, _, _) = three
    match = suggestion(firm, first)
    page = owner.post(f"/bank/matches/{match.id}/dismiss", follow=True)
    assert f'action="/bank/matches/{match.id}/undo"' in page.content.decode()
    owner.post(f"/bank/matches/{match.id}/undo")
    assert suggestion(firm, first).id != match.id


@pytest.mark.parametrize("said", [{}, {"runner_up": "yes"}])
def test_pressed_twice_it_is_decided_once(owner, three, said):
    firm, (first, _, _) = three
    address = f"/bank/matches/{suggestion(firm, first).id}/accept"
    assert owner.post(address, said).status_code == 302
    assert owner.post(address, said).status_code == 302
    with tenant(firm.id):
        assert Payment.objects.count() == 1


def test_who_comes_second_with_another_word_is_told_and_changes_nothing(owner, three):
    firm, (first, _, _) = three
    match = suggestion(firm, first)
    with tenant(firm.id):
        deciding.accept(match.id, DAVID, runner_up=True)
    late = owner.post(f"/bank/matches/{match.id}/accept")
    assert late.status_code == 422
    assert "a changé entre-temps" in words(late)
    assert "Décidé par David Morel" in words(late)
    with tenant(firm.id):
        assert Payment.objects.count() == 1


def test_a_refused_decision_leaves_the_suggestion_as_it_was(owner, firm):
    """What it named was paid by another door between the page and the press, and nobody renewed it yet."""
    with tenant(firm.id):
        one = make_instalment(make_client("Brasserie du Canal"), "FA-2026-0140", "300.00")
        bring(credit("250.00", "VIR CANAL", payer="BRASSERIE DU CANAL"))
        line, match = BankLine.objects.get(), Match.objects.get()
    sent = {f"amount-{one.id}": "250", "seen": "25000", "split": "1", "rest": "999999"}
    sent[f"amount-{one.id}"] = "200"
    assert owner.post(f"/bank/lines/{line.id}/match", sent).status_code == 404  # no such client for the rest
    with tenant(firm.id):
        assert Match.objects.get(id=match.id).state == MatchState.SUGGESTED
        assert remaining(one) == [30_000]


def test_what_became_of_each_suggestion_is_remembered(owner, three):
    firm, (first, second, third) = three
    with tenant(firm.id):
        proposed = suggestion_parts(third)
    owner.post(f"/bank/matches/{suggestion(firm, first).id}/accept")
    owner.post(f"/bank/matches/{suggestion(firm, second).id}/accept", {"runner_up": "yes"})
    owner.post(f"/bank/lines/{third.id}/match", {"only": proposed[1]})
    with tenant(firm.id):
        outcomes = dict(Match.objects.exclude(outcome="").values_list("line_id", "outcome"))
    assert outcomes == {first.id: Outcome.FIRST, second.id: Outcome.SECOND, third.id: Outcome.SECOND}


def suggestion_parts(line):
    parts = Match.objects.get(line=line, state=MatchState.SUGGESTED).parts.order_by("rank")
    return list(parts.values_list("instalment_id", flat=True))


@pytest.fixture
def large(firm):
    """A line of 1 000 € that nobody expects, and what two clients owe."""
    with tenant(firm.id):
        canal, hotel = (
            make_client("Brasserie du Canal"),
            make_client("Hôtel des Voyageurs", email="h@v.example"),
        )
        one, two = (
            make_instalment(canal, "FA-2026-0140", "300.00"),
            make_instalment(hotel, "FA-2026-0141", "450.00"),
        )
        bring(credit("1000.00", "REMISE CHEQUE 0001187"))
        line = BankLine.objects.get()
    return firm, line, one, two


@pytest.mark.parametrize("text", ["canal", "0140", "300", "300,00", "FA-2026-0140"])
def test_change_finds_by_name_number_or_amount_and_takes_it_in_one_press(owner, large, text):
    firm, line, one, two = large
    page = owner.get(f"/bank/lines/{line.id}/by-hand", {"q": text})
    assert "FA-2026-0140" in words(page)
    assert "FA-2026-0141" not in words(page)
    assert owner.post(f"/bank/lines/{line.id}/match", {"only": one.id, "seen": "100000"}).status_code == 302
    with tenant(firm.id):
        assert remaining(one, two) == [0, 45_000]
        assert client_balances() == {one.client_id: -70_000, two.client_id: 45_000}


def test_split_keeps_what_was_typed_fills_in_and_says_what_is_left(owner, large):
    firm, line, one, two = large
    address = f"/bank/lines/{line.id}/match"
    page = owner.post(address, {"split": "1", "q": "canal", "take": one.id})
    assert page.status_code == 200
    assert 'value="300,00"' in page.content.decode()
    assert "Reste : 700,00 €" in words(page)
    page = owner.post(address, {"split": "1", "q": "voyageurs", "search": "1", f"amount-{one.id}": "300,00"})
    assert "FA-2026-0140" in words(page)
    assert "FA-2026-0141" in words(page)
    summed = owner.post(
        address, {"sum": "1", "split": "1", f"amount-{one.id}": "300", f"amount-{two.id}": "450"}
    )
    assert "Reste : 250,00 €" in words(summed)
    assert "<form" not in summed.content.decode()
    with tenant(firm.id):
        assert Payment.objects.count() == 0


def test_where_nobody_owes_just_that_the_proposed_client_is_the_beginning(owner, firm):
    with tenant(firm.id):
        make_instalment(make_client("Brasserie du Canal"), "FA-2026-0118", "300.00")
        bring(credit("120.00", "VIR ACOMPTE", payer="BRASSERIE DU CANAL"))
        line = BankLine.objects.get()
        assert Match.objects.get().state == MatchState.SUGGESTED
    page = owner.get(f"/bank/lines/{line.id}/by-hand", {"split": "1"})
    assert "Brasserie du Canal, FA-2026-0118" in words(page)
    searched = owner.get(f"/bank/lines/{line.id}/by-hand", {"split": "1", "q": ""})
    assert "Aucune échéance ouverte trouvée" in words(searched)


def test_the_rest_is_the_credit_of_the_client_that_was_chosen(owner, large):
    firm, line, one, two = large
    sent = {f"amount-{one.id}": "300", f"amount-{two.id}": "450", "rest": two.client_id, "seen": "100000"}
    answer = owner.post(f"/bank/lines/{line.id}/match", sent, follow=True)
    assert "Le reste, 250,00 €, est gardé au crédit de Hôtel des Voyageurs" in words(answer)
    with tenant(firm.id):
        assert client_balances() == {one.client_id: 0, two.client_id: -25_000}


def test_all_of_a_line_may_be_the_credit_of_a_client_who_owes_nothing(owner, large):
    firm, line, _, _ = large
    with tenant(firm.id):
        client = make_client("Librairie Les Grands Chemins", email="l@c.example")
    page = owner.get(f"/bank/lines/{line.id}/by-hand", {"q": "grands", "split": "1"})
    assert "Crédit de Librairie Les Grands Chemins" in words(page)
    owner.post(f"/bank/lines/{line.id}/match", {"split": "1", "rest": client, "seen": "100000"})
    with tenant(firm.id):
        assert client_balances()[client] == -100_000
    assert "1 000,00 € est gardé au crédit de Librairie Les Grands Chemins" in words(
        owner.get(f"/bank/lines/{line.id}")
    )


def test_the_rest_may_wait_for_a_second_decision(owner, large):
    firm, line, one, two = large
    sent = {f"amount-{one.id}": "300", "rest": "apart", "seen": "100000", "split": "1"}
    assert owner.post(f"/bank/lines/{line.id}/match", sent).status_code == 302
    text = words(owner.get(f"/bank/lines/{line.id}"))
    assert "1 000,00 €, dont 300,00 € sont décidés" in text
    assert "Décidé de la ligne : Brasserie du Canal, FA-2026-0140" in text
    with tenant(firm.id):
        part = Match.objects.get(state=MatchState.PART)
    again = owner.post(f"/bank/lines/{line.id}/match", sent)  # the same form, pressed twice
    assert again.status_code == 422
    assert owner.post(f"/bank/lines/{line.id}/match", {"only": two.id, "seen": "70000"}).status_code == 302
    with tenant(firm.id):
        assert remaining(one, two) == [0, 0]
        assert BankLine.objects.get().settled
    first = owner.post(f"/bank/matches/{part.id}/undo")
    assert first.status_code == 422
    assert "Annulez d’abord cette décision-là" in words(first)
    with tenant(firm.id):
        assert remaining(one, two) == [0, 0]


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("-5", "sans dépasser le reste dû"),
        ("0", "sans dépasser le reste dû"),
        ("300,01", "sans dépasser le reste dû"),
        ("9" * 25, "300,00 €"),
        ("1e5", "FA-2026-0140"),
        ("trois cents", "FA-2026-0140"),
        ("NaN", "FA-2026-0140"),
        ("0,001", "FA-2026-0140"),
    ],
)
def test_amounts_that_cannot_be_are_told_and_leave_no_trace(owner, large, amount, told):
    firm, line, one, two = large
    sent = {f"amount-{one.id}": amount, f"amount-{two.id}": "450", "seen": "100000", "split": "1"}
    answer = owner.post(f"/bank/lines/{line.id}/match", sent)
    assert answer.status_code == 422
    assert told in words(answer)
    assert f'id="amount-{one.id}_error"' in answer.content.decode()
    with tenant(firm.id):
        assert Payment.objects.count() == 0
        assert remaining(one, two) == [30_000, 45_000]


def test_what_was_paid_meanwhile_is_not_silently_left_out(owner, large):
    firm, line, one, two = large
    with tenant(firm.id):
        bring(credit("300.00", "VIR FA-2026-0140", payer="BRASSERIE DU CANAL", day="2026-11-21"))
        assert remaining(one) == [0]
    for sent in ({f"amount-{one.id}": "300", f"amount-{two.id}": "450"}, {"only": one.id}):
        answer = owner.post(f"/bank/lines/{line.id}/match", {**sent, "seen": "100000"})
        assert answer.status_code == 422
        assert "n’existe pas ou plus" in words(answer)
    with tenant(firm.id):
        assert remaining(two) == [45_000]


def test_instalments_and_clients_of_another_firm_are_not_there(owner, sign_in, large):
    _, line, _, _ = large
    other = Organisation.objects.create(name="Atelier Voisin")
    with tenant(other.id):
        theirs = make_instalment(make_client("Delmas"), "X-1", "1000.00")
    address = f"/bank/lines/{line.id}/match"
    assert owner.post(address, {"only": theirs.id}).status_code == 422
    assert owner.post(address, {f"amount-{theirs.id}": "10"}).status_code == 422
    assert owner.post(address, {"split": "1", "rest": theirs.client_id}).status_code == 404
    assert "Delmas" not in words(owner.get(f"/bank/lines/{line.id}/by-hand", {"q": "delmas", "split": "1"}))
    with tenant(other.id):
        assert remaining(theirs) == [100_000]


def test_a_kind_of_money_is_chosen_and_read_in_the_readers_language(owner, sign_in, large):
    _, line, _, _ = large
    owner.post(f"/bank/lines/{line.id}/ignore", {"what": "own_transfer", "reason": "livret A"})
    owner.post(f"/bank/lines/{line.id}/ignore", {"what": "loan"})  # pressed twice: the first word stands
    assert "Un virement entre mes comptes (livret A)" in words(owner.get(f"/bank/lines/{line.id}"))
    english = sign_in(Role.READER, language="en")
    assert "A transfer between my own accounts (livret A)" in words(english.get(f"/bank/lines/{line.id}"))
