"""The bank's lines on screen: what each pays and why, and every decision a person can take about it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quitus.apps.banking.models import BankAccount, BankLine, Match, MatchState, Statement
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.web.staff.bank import statements as statements_room
from tests.camt_files import camt052, camt053, credit
from tests.firm import TODAY, make_client, make_instalment, remaining


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    text = text.replace("\u202f", " ").replace("\xa0", " ").replace("&quot;", '"').replace("&#x27;", "'")
    return re.sub(r"\s+([,.])", r"\1", re.sub(r"\s+", " ", text))


def bring(*entries, name="releve.xml", **options):
    return import_bank_file(camt053(entries, **options), name, on=TODAY, actor="test")


@pytest.fixture
def rivals(firm):
    """Two clients who owe the same, one line that fits both: a person has to choose."""
    with tenant(firm.id):
        canal = make_instalment(make_client("Brasserie du Canal"), "FA-2026-0140", "300.00")
        hotel = make_instalment(
            make_client("Hôtel des Voyageurs", email="hotel@voyageurs.example"), "FA-2026-0141", "300.00"
        )
        bring(credit("300.00", "VIREMENT DE NOVEMBRE"))
        line = BankLine.objects.get()
        match = Match.objects.get(state=MatchState.SUGGESTED)
    return firm, line, match, canal, hotel


def test_before_the_first_statement_the_page_says_what_to_do(owner):
    page = owner.get("/bank/")
    assert page.status_code == 200
    assert "Aucun relevé pour l’instant" in words(page)
    assert reverse("staff:statements") in page.content.decode()


def test_a_suggestion_shows_its_reasons_their_sum_and_what_it_would_pay(owner, rivals):
    _, line, match, _, _ = rivals
    text = words(owner.get(f"/bank/lines/{line.id}"))
    assert "Brasserie du Canal ou Hôtel des Voyageurs ?" in text
    assert "Sans doute" not in text
    assert "VIREMENT DE NOVEMBRE" in text
    assert "Le montant est exact" in text
    assert "0,38" in text
    assert f"{match.score / 1000:g}".replace(".", ",") in text
    assert "FA-2026-0140" in text
    assert "C’est bien ça" in text


def test_yes_settles_and_undo_brings_everything_back(owner, rivals):
    firm, line, match, canal, _ = rivals
    answer = owner.post(f"/bank/matches/{match.id}/accept")
    with tenant(firm.id):
        assert remaining(canal) == [0]
        accepted = Match.objects.get(state=MatchState.ACCEPTED)
    said = f"/bank/lines/{line.id}?done={accepted.id}#evidence"
    assert (answer.status_code, answer.url) == (302, said)
    text = words(owner.get(f"/bank/lines/{line.id}"))
    assert "Sera de nouveau dû : Brasserie du Canal, FA-2026-0140 300,00 €" in text
    assert "Décidé par Camille Rousseau" in text
    assert owner.post(f"/bank/matches/{accepted.id}/undo").status_code == 302
    with tenant(firm.id):
        assert remaining(canal) == [30_000]
    assert "rapprochée, puis annulée" in words(owner.get(f"/bank/lines/{line.id}"))


def test_no_leaves_the_line_open(owner, rivals):
    firm, line, match, canal, _ = rivals
    assert owner.post(f"/bank/matches/{match.id}/dismiss").status_code == 302
    with tenant(firm.id):
        assert Match.objects.get().state == MatchState.DISMISSED
        assert remaining(canal) == [30_000]
    assert "Personne n’attend ce montant" in words(owner.get(f"/bank/lines/{line.id}"))


def test_the_second_choice_can_be_taken(owner, firm):
    with tenant(firm.id):
        one = make_instalment(make_client("Brasserie du Canal"), "FA-2026-0140", "300.00")
        two = make_instalment(
            make_client("Hôtel des Voyageurs", email="h@v.example"), "FA-2026-0141", "300.00"
        )
        bring(credit("300.00", "VIREMENT"))
        match = Match.objects.get(state=MatchState.SUGGESTED)
        second = match.parts.get(rank=1).instalment_id
    assert "Prendre le second" in words(owner.get("/bank/"))
    owner.post(f"/bank/matches/{match.id}/accept", {"runner_up": "yes"})
    with tenant(firm.id):
        assert remaining(one, two) == ([0, 30_000] if second == one.id else [30_000, 0])


def test_by_hand_a_line_is_divided_over_what_was_searched(owner, firm):
    with tenant(firm.id):
        client = make_client("Librairie Les Grands Chemins")
        first = make_instalment(client, "FA-2026-0131", "780.00")
        second = make_instalment(client, "FA-2026-0132", "415.50")
        bring(credit("1000.00", "REMISE CHEQUE 0001187"))
        line = BankLine.objects.get()
    found = words(owner.get(f"/bank/lines/{line.id}/by-hand", {"q": "grands"}))
    assert "FA-2026-0131" in found
    assert "415,50 €" in found
    sent = {"q": "grands", f"amount-{first.id}": "780", f"amount-{second.id}": "1 000,00"}
    wrong = owner.post(f"/bank/lines/{line.id}/match", sent)
    assert wrong.status_code == 422
    assert f'id="amount-{second.id}_error"' in wrong.content.decode()
    assert f'id="amount-{first.id}_error"' not in wrong.content.decode()
    assert 'value="1 000,00"' in wrong.content.decode()
    sent[f"amount-{second.id}"] = "400"
    too_much = owner.post(f"/bank/lines/{line.id}/match", sent)
    assert too_much.status_code == 422
    assert "leur somme au plus 1 000,00 €" in words(too_much)
    sent[f"amount-{second.id}"] = "200,00"
    assert owner.post(f"/bank/lines/{line.id}/match", sent).status_code == 302
    with tenant(firm.id):
        assert remaining(first, second) == [0, 21_550]
    assert "Le reste, 20,00 €" in words(owner.get(f"/bank/lines/{line.id}"))


def test_a_credit_of_nobody_is_put_aside_with_a_reason(owner, firm):
    with tenant(firm.id):
        bring(credit("99.00", "REMBOURSEMENT ASSURANCE"))
        line = BankLine.objects.get()
    assert owner.post(f"/bank/lines/{line.id}/ignore", {"reason": " "}).status_code == 422
    owner.post(f"/bank/lines/{line.id}/ignore", {"reason": "Remboursement <b>d’assurance</b>"})
    page = owner.get(f"/bank/lines/{line.id}")
    assert "Remboursement &lt;b&gt;d’assurance&lt;/b&gt;" in page.content.decode()
    assert "mise de côté" in words(page)


def test_files_come_in_one_by_one_and_the_same_twice_changes_nothing(owner, firm):
    with tenant(firm.id):
        make_instalment(make_client(), "FA-2026-0118", "1240.00")
    good = camt053([credit("1240.00", "VIR FA-2026-0118"), credit("5.00", "INTERETS")])
    files = [SimpleUploadedFile("novembre.xml", good), SimpleUploadedFile("photo.jpg", b"\xff\xd8\xff")]
    answer = owner.post("/bank/statements/import", {"statements": files}, follow=True)
    text = words(answer)
    assert "novembre.xml : 2 nouvelles lignes, 1 rapprochée toute seule" in text
    assert "photo.jpg : Ce n’est pas un relevé que Quitus sait lire." in text
    assert "le compte est bon" in text
    again = owner.post(
        "/bank/statements/import", {"statements": [SimpleUploadedFile("x.xml", good)]}, follow=True
    )
    assert "x.xml était déjà là : rien n’a changé." in words(again)
    with tenant(firm.id):
        assert (Statement.objects.count(), BankLine.objects.count()) == (1, 2)


def test_what_cannot_be_read_at_all_is_told_beside_the_field(owner, firm):
    none = owner.post("/bank/statements/import", {})
    assert none.status_code == 422
    bad = owner.post("/bank/statements/import", {"statements": [SimpleUploadedFile("a.xml", b"<a>")]})
    assert bad.status_code == 422
    assert "a.xml : " in words(bad)
    with tenant(firm.id):
        assert not Statement.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(owner, firm, monkeypatch):
    monkeypatch.setattr("quitus.apps.banking.statements.uploads.LARGEST_UPLOAD_BYTES", 1024**2)
    large = SimpleUploadedFile("large.xml", b"x" * (1024**2 + 1))
    answer = owner.post("/bank/statements/import", {"statements": [large]})
    assert answer.status_code == 422
    assert "large.xml : Ce fichier dépasse 1 Mo." in words(answer)


def test_a_statement_that_does_not_add_up_says_so(owner, firm):
    broken = camt053([credit("10.00", "A")]).replace(b">1010.00<", b">1011.00<")
    owner.post("/bank/statements/import", {"statements": [SimpleUploadedFile("s.xml", broken)]})
    text = words(owner.get("/bank/statements"))
    assert "le compte n’y est pas" in text
    assert (
        "Le relevé se termine à 1 011,00 € : il manque 1,00 €. Demandez-le de nouveau à votre banque." in text
    )
    assert "1 000,00 € + 1 ligne (10,00 €) = 1 010,00 €" in text


def test_problems_are_told_where_they_stand(owner, firm):
    unreadable = camt053([credit("10.00", "A"), credit("20.00", "B")]).replace(
        b'<Ntry><Amt Ccy="EUR">20.00</Amt>', b'<Ntry><Amt Ccy="EUR">vingt</Amt>'
    )
    owner.post("/bank/statements/import", {"statements": [SimpleUploadedFile("s.xml", unreadable)]})
    with tenant(firm.id):
        (problem,) = Statement.objects.get().problems
    text = words(owner.get("/bank/statements"))
    assert problem["where"] in text
    assert "vingt" in text
    assert "invérifiable" in text


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ({"only": "all", "q": "insurance"}, "INSURANCE REFUND", "PARKING"),
        ({"only": "all", "q": "50,00"}, "PARKING", "INSURANCE"),
        ({"only": "matched"}, "Les lignes apparaissent ici", "PARKING"),
        ({"only": "rubbish", "before": "x' OR 1=1", "q": "%_\x00"}, "Aucune ligne", "PARKING"),
    ],
)
def test_lines_are_found_by_filter_words_and_amount(owner, firm, query, there, absent):
    with tenant(firm.id):
        bring(credit("99.00", "INSURANCE REFUND"), credit("-50.00", "PARKING"))
    text = words(owner.get("/bank/", query))
    assert there in text
    assert absent not in re.sub(r'value="[^"]*"', "", text)


def test_older_lines_are_one_press_away(owner, firm):
    with tenant(firm.id):
        bring(*[credit(f"{number}.00", f"LINE {number:03}") for number in range(1, 111)])
    first = owner.get("/bank/", {"only": "all"})
    assert first.content.decode().count("<li><a href=") == 100
    (older,) = re.findall(r'rel="next" href="([^"]+)"', first.content.decode())
    assert owner.get(older.replace("&amp;", "&")).content.decode().count("<li><a href=") == 10


def test_the_place_of_a_line_is_told_among_all_that_wait(owner, firm):
    with tenant(firm.id):
        bring(*[credit(f"{number}.00", f"LINE {number:03}") for number in range(1, 111)])
    first = owner.get("/bank/", {"only": "all"})
    assert "1 sur 110" in words(first)
    (older,) = re.findall(r'rel="next" href="([^"]+)"', first.content.decode())
    assert "101 sur 110" in words(owner.get(older.replace("&amp;", "&")))
    searched = words(owner.get("/bank/", {"only": "all", "q": "LINE"}))
    assert "LINE 110" in searched
    assert " sur 1" not in searched  # more than a page: nobody counted them
    assert "Suivante j" in searched
    assert "1 sur 10" in words(owner.get("/bank/", {"only": "all", "q": "LINE 00"}))


@pytest.fixture
def announced(firm):
    """A line that a report told, and the statement of its day did not; one that waits for its statement."""
    day = "2026-11-23"
    with tenant(firm.id):
        make_instalment(make_client("Brasserie du Canal"), "FA-2026-0140", "7.00")
        told = [credit("30.00", "VIR DUPONT", day=day), credit("7.00", "FA-2026-0140", day=day)]
        import_bank_file(camt052(told), "midi.xml", on=TODAY, actor="test")
        import_bank_file(camt053(told[:1], opening="0.00", until=day), "soir.xml", on=TODAY, actor="test")
        later = [credit("11.00", "VIR MARTIN", day="2026-11-24")]
        import_bank_file(camt052(later), "demain.xml", on=TODAY, actor="test")
        return {line.label: line.id for line in BankLine.objects.all()}


def test_what_was_only_announced_says_so(owner, announced):
    listed = words(owner.get("/bank/", {"only": "all"}))
    assert "annoncée, pas encore comptabilisée" in listed
    assert "non confirmée par le relevé" in listed
    waiting = words(owner.get(f"/bank/lines/{announced['VIR MARTIN']}"))
    assert "Votre banque l’a annoncée avant son relevé" in waiting
    denied = words(owner.get(f"/bank/lines/{announced['FA-2026-0140']}"))
    assert "le relevé de ce jour n’en dit rien" in denied
    told = words(owner.get(f"/bank/lines/{announced['VIR DUPONT']}"))
    assert "annoncée avant" not in told
    assert "n’en dit rien" not in told


def test_more_lines_cost_no_more_queries(owner, firm, django_assert_max_num_queries):
    with tenant(firm.id):
        bring(*[credit(f"{number}.00", f"LINE {number:02}") for number in range(1, 31)])
    with django_assert_max_num_queries(30):
        owner.get("/bank/", {"only": "all"})


CHANGES = [
    "matches/{m}/accept",
    "matches/{m}/dismiss",
    "matches/{m}/undo",
    "lines/{l}/ignore",
    "lines/{l}/match",
]


@pytest.mark.parametrize("address", [*CHANGES, "statements/import"])
@pytest.mark.parametrize("role", [Role.READER, Role.COLLECTOR])
def test_who_may_not_match_only_looks(sign_in, rivals, address, role):
    firm, line, match, canal, hotel = rivals
    browser = sign_in(role)
    assert browser.get(f"/bank/lines/{line.id}").status_code == 200
    assert "C’est bien ça" not in words(browser.get(f"/bank/lines/{line.id}"))
    sent = {"reason": "x", f"amount-{canal.id}": "300"}
    assert browser.post(f"/bank/{address.format(m=match.id, l=line.id)}", sent).status_code == 403
    with tenant(firm.id):
        assert Match.objects.get(id=match.id).state == MatchState.SUGGESTED
        assert remaining(canal, hotel) == [30_000, 30_000]


@pytest.mark.parametrize("address", [*CHANGES, "lines/{l}", "lines/{l}/by-hand"])
def test_lines_of_another_firm_do_not_exist(sign_in, rivals, address):
    firm, line, match, canal, _ = rivals
    other = Organisation.objects.create(name="Atelier Voisin")
    browser = sign_in(Role.OWNER, organisation=other, language="en")
    path = f"/bank/{address.format(m=match.id, l=line.id)}"
    sent = {"reason": "x", f"amount-{canal.id}": "300"}
    answer = browser.post(path, sent) if address in CHANGES else browser.get(path)
    assert answer.status_code == 404
    with tenant(firm.id):
        assert Match.objects.get(id=match.id).state == MatchState.SUGGESTED


def test_a_stranger_is_asked_who_they_are(client, rivals):
    _, line, match, _, _ = rivals
    for answer in (client.get(f"/bank/lines/{line.id}"), client.post(f"/bank/matches/{match.id}/accept")):
        assert answer.status_code == 302
        assert answer.url.startswith("/account/login")


def test_each_result_has_its_sentence():
    done = statements_room.Imported(
        "a.xml", "camt.053", 1, new=3, known=1, pending=2, problems=1, unbalanced=0, matched=1, suggested=1
    )
    from django.utils import translation

    with translation.override("en"):
        assert statements_room.result_sentence(statements_room.Turned("a.xml", done)) == (
            "a.xml: 3 new lines, 1 matched by itself, 1 to confirm, 1 known already, "
            "2 announced, not booked yet, 1 problem, below."
        )


def test_a_closed_account_keeps_no_reminder_waiting(owner, firm):
    with tenant(firm.id):
        bring(credit("10.00", "X"))
        account = BankAccount.objects.get()
        other = BankAccount.objects.create(iban="FR7610107001011234567890129", currency="EUR", up_to=TODAY)
    assert "lu jusqu’au" in words(owner.get("/bank/statements"))
    text = words(owner.post(f"/bank/accounts/{account.id}/close", follow=True))
    assert "Les relances n’attendent plus ses relevés" in text
    assert "ses relevés ne sont plus attendus" in text
    last = words(owner.post(f"/bank/accounts/{other.id}/close", follow=True))
    assert "Il ne reste aucun compte : avant chaque relance, Quitus vous demandera" in last
    text = words(owner.post(f"/bank/accounts/{account.id}/reopen", follow=True))
    assert "lu jusqu’au" in text
    assert owner.post("/bank/accounts/999999/close").status_code == 404


def test_missing_days_are_told_until_somebody_answers_for_them(owner, reader, firm):
    with tenant(firm.id):
        for day, opening in (("2026-10-12", "0.00"), ("2026-11-23", "9000.00")):
            content = camt053([credit("20.00", "VIR", day=day)], opening=opening, until=day)
            import_bank_file(content, f"{day}.xml", on=TODAY, actor="test")
        account = BankAccount.objects.get().id
    told = "Il manque les jours du mardi 13 octobre au dimanche 22 novembre"
    assert told in words(owner.get("/bank/statements"))
    days = {"first": "2026-10-13", "last": "2026-11-22"}
    assert 'value="2026-11-22"' in owner.get("/bank/statements").content.decode()
    assert reader.post(f"/bank/accounts/{account}/go-on", days).status_code == 403
    assert owner.post(f"/bank/accounts/{account}/go-on").status_code == 400
    assert told not in words(owner.post(f"/bank/accounts/{account}/go-on", days, follow=True))
    assert owner.post(f"/bank/accounts/{account}/go-on", days).status_code == 422
    assert owner.post("/bank/accounts/999999/go-on", days).status_code == 404
