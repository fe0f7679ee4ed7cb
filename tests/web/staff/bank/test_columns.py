"""A bank's table that nobody knows: kept, asked about, shown as it would be read, taken in whole, remembered."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quitus.apps.banking.models import BankAccount, BankLine, KnownTable, Statement, WaitingFile
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.timeline.models import TimelineEntry
from tests.adapters.bank.table_files import table
from tests.camt_files import STUDIO, camt053, credit
from tests.firm import TODAY
from tests.web.every_address import forms_of
from tests.web.staff.conftest import words

UNKNOWN = table("Quand;Quoi;Combien", "05/10/2026;VIR BERTHIER;12,30", "17/10/2026;Loyer;-800,00")
RIGHT = {"column-0": "booked", "column-1": "label", "column-2": "amount"}


def upload(browser, *files: tuple[str, bytes], **more):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return browser.post("/bank/statements/import", {"statements": sent, **more})


@pytest.fixture
def account(firm):
    """The firm's account, known by a statement."""
    with tenant(firm.id):
        import_bank_file(camt053([credit("5.00", "INTERETS")]), "r.xml", on=TODAY, actor="test")
        return BankAccount.objects.get().id


def form_of(page):
    """The form with the columns, as it would be sent."""
    (form,) = [one for one in forms_of(page.content.decode()) if "table" in one.values]
    return {name: values[0] for name, values in form.values.items() if name != "do"}


def look(browser, address, **said):
    """The page once these choices were read; what it would send."""
    page = browser.post(address, form_of(browser.get(address)) | said | {"do": "look"})
    return page, form_of(page)


@pytest.fixture
def waiting(owner, firm, account):
    """A table nobody knows, brought in by the owner: where it is asked about."""
    answer = upload(owner, ("octobre.csv", UNKNOWN))
    assert answer.status_code == 302
    return answer.url


def test_a_table_nobody_knows_is_kept_and_asked_about(owner, firm, waiting):
    with tenant(firm.id):
        assert bytes(WaitingFile.objects.get().content) == UNKNOWN
        assert Statement.objects.count() == 1  # the account's
    text = words(owner.get(waiting))
    assert "octobre.csv est conservé" in text
    assert "05/10/2026 · 17/10/2026" in text
    assert "Aucune colonne ne donne sûrement la date des opérations" in text
    assert "octobre.csv" in words(owner.get("/bank/statements"))


def test_choices_show_how_the_table_reads_before_anything_is_recorded(owner, firm, waiting):
    page, sent = look(owner, waiting, **RIGHT)
    text = words(page)
    assert "VIR BERTHIER" in text
    assert "12,30 €" in text
    assert "−800,00 €" in text
    assert sent["seen"]
    with tenant(firm.id):
        assert BankLine.objects.count() == 1


def test_once_imported_it_is_remembered_and_no_longer_waits(owner, firm, account, waiting):
    _, sent = look(owner, waiting, **RIGHT)
    answer = owner.post(waiting, sent | {"account": account, "do": "import"}, follow=True)
    assert "octobre.csv : 2 nouvelles lignes" in words(answer)
    with tenant(firm.id):
        assert not WaitingFile.objects.exists()
        assert list(BankLine.objects.order_by("id").values_list("amount_minor", "label"))[1:] == [
            (1_230, "VIR BERTHIER"),
            (-80_000, "Loyer"),
        ]
        known = KnownTable.objects.get()
        assert (known.headers, known.bank_account_id) == (["Quand", "Quoi", "Combien"], account)
        assert TimelineEntry.objects.filter(kind="bank_columns_told").count() == 1
    text = words(owner.get("/bank/statements"))
    assert "Lus comme vous l’avez dit" in text
    assert "Date d’opération : Quand" in text
    later = UNKNOWN.replace(b"VIR BERTHIER;12,30", b"VIR ROBIN;45,00").replace(b"/10/", b"/11/")
    assert upload(owner, ("novembre.csv", later)).url == reverse("staff:statements")
    with tenant(firm.id):
        assert set(BankLine.objects.values_list("amount_minor", flat=True)) >= {4_500}


def test_nothing_is_imported_that_was_not_shown(owner, firm, account, waiting):
    sent = form_of(owner.get(waiting)) | RIGHT | {"do": "import", "account": account}
    page = owner.post(waiting, sent)
    assert "Regardez d’abord" in words(page)
    with tenant(firm.id):
        assert WaitingFile.objects.exists()
        assert not BankLine.objects.filter(label="Loyer").exists()


def test_each_choice_answers_with_the_part_that_shows_it(owner, waiting):
    sent = form_of(owner.get(waiting)) | RIGHT
    part = owner.post(waiting, sent, headers={"HX-Request": "true"})
    text = part.content.decode()
    assert "<html" not in text
    assert "VIR BERTHIER" in text
    assert re.search(r'name="seen" value="[0-9a-f]{16}"', text)
    contradicting = owner.post(waiting, sent | {"column-1": "amount"}, headers={"HX-Request": "true"})
    assert contradicting.status_code == 200  # htmx swaps it in beside the choices
    assert "n’a qu’une colonne" in words(contradicting)


def test_open_doubts_come_first_and_answered_ones_are_folded(owner, waiting):
    asked, open_one = "Aucune colonne ne donne sûrement", "note wait"
    page = owner.get(waiting)
    assert words(page).count(asked) == 3  # the day, the amount, the words
    assert "questions ont leur réponse" not in words(page)
    sent = form_of(page) | {"column-0": "booked"}
    part = owner.post(waiting, sent, headers={"HX-Request": "true"})
    left = part.content.decode().partition('id="doubts"')[2]
    assert 'data-hx-swap-oob="outerHTML"' in left
    before, _, folded = left.partition("<details")
    assert open_one in before
    assert before.count(asked) == 2
    assert "sûrement la date" in folded
    assert "Une question a sa réponse" in words(part)
    part = owner.post(waiting, form_of(page) | RIGHT, headers={"HX-Request": "true"})
    before, _, folded = part.content.decode().partition('id="doubts"')[2].partition("<details")
    assert open_one not in before
    assert asked not in before
    assert folded.count(asked) == 3
    contradicting = owner.post(waiting, sent | {"column-1": "booked"}, headers={"HX-Request": "true"})
    assert contradicting.content.decode().partition('id="doubts"')[2].count(asked) == 3


def test_the_order_of_days_is_answered_once_it_is_chosen(owner, account):
    content = table("Date;Libellé;Montant", "03/04/2026;a;-1,00", "05/02/2026;b;2,00")
    address = upload(owner, ("dates.csv", content)).url
    sent = form_of(owner.get(address))
    same = owner.post(address, sent, headers={"HX-Request": "true"}).content.decode()
    assert "note wait" in same.partition('id="doubts"')[2]
    chosen = owner.post(address, sent | {"date_order": "month_first"}, headers={"HX-Request": "true"})
    assert "Chaque question sur les colonnes a sa réponse." in words(chosen)


def test_the_account_has_to_be_said_and_may_be_a_new_one(owner, firm, waiting):
    _, sent = look(owner, waiting, **RIGHT)
    nobody = owner.post(waiting, sent | {"account": "", "do": "import"})
    assert nobody.status_code == 422
    assert "ne dit pas son compte" in words(nobody)
    blank = owner.post(waiting, sent | {"account": "0", "new_account": "", "do": "import"})
    assert blank.status_code == 422
    wrong = owner.post(
        waiting, sent | {"account": "0", "new_account": "FR7630004000030000000001465", "do": "import"}
    )
    assert wrong.status_code == 422
    assert "n’est pas un IBAN juste" in words(wrong)
    assert (
        owner.post(waiting, sent | {"account": "0", "new_account": "PayPal", "do": "import"}).status_code
        == 302
    )
    with tenant(firm.id):
        made = BankAccount.objects.get(name="PayPal")
        assert made.lines.count() == 2
        assert KnownTable.objects.get().bank_account_id == made.id


def test_another_account_for_the_same_headers_is_asked_each_time(owner, firm, account, waiting):
    _, sent = look(owner, waiting, **RIGHT)
    owner.post(waiting, sent | {"account": account, "do": "import"})
    later = UNKNOWN.replace(b"/10/", b"/11/")
    with tenant(firm.id):
        other = BankAccount.objects.create(iban="PAYPAL", name="PayPal", currency="EUR").id
    upload(owner, ("autre.csv", later), account=other)
    with tenant(firm.id):
        assert BankLine.objects.filter(bank_account_id=other).count() == 2
        assert KnownTable.objects.get().several_accounts
    asked = upload(owner, ("encore.csv", later + b"18/11/2026;Pain;-1,00\n"))
    assert "De quel compte sont ces opérations" in words(owner.get(asked.url))
    with tenant(firm.id):
        assert WaitingFile.objects.get().file_name == "encore.csv"


def test_a_file_that_is_given_up_leaves_no_trace(owner, firm, waiting):
    answer = owner.post(f"{waiting}/give-up", follow=True)
    assert "octobre.csv a été supprimé" in words(answer)
    with tenant(firm.id):
        assert not WaitingFile.objects.exists()
        assert not KnownTable.objects.exists()
    assert owner.get(waiting).status_code == 404


def test_the_same_file_twice_waits_once(owner, firm, waiting):
    assert upload(owner, ("encore.csv", UNKNOWN)).url == waiting
    with tenant(firm.id):
        assert WaitingFile.objects.count() == 1


def test_good_files_beside_it_are_taken_in(owner, firm, account):
    good = camt053([credit("7.00", "VIR")], opening="5.00", until="2026-11-22")
    answer = upload(owner, ("bon.xml", good), ("octobre.csv", UNKNOWN), ("photo.jpg", b"\xff\xd8\xff"))
    text = words(owner.get(answer.url))
    assert "bon.xml : 1 nouvelle ligne" in text
    assert "photo.jpg : Ce n’est pas un relevé" in text
    with tenant(firm.id):
        assert WaitingFile.objects.count() == 1


def test_two_people_answer_at_once_and_the_second_is_told(owner, sign_in, firm, account, waiting):
    colleague = sign_in(Role.ACCOUNTANT)
    _, sent = look(colleague, waiting, **RIGHT)
    _, mine = look(owner, waiting, **RIGHT)
    assert owner.post(waiting, mine | {"account": account, "do": "import"}).status_code == 302
    late = colleague.post(waiting, sent | {"account": account, "do": "import"}, follow=True)
    assert "Quelqu’un a terminé ce fichier entre-temps" in words(late)
    with tenant(firm.id):
        assert BankLine.objects.filter(label="Loyer").count() == 1


def test_dates_that_show_no_order_are_asked_about(owner, firm, account):
    content = table("Date;Libellé;Montant", "03/04/2026;a;-1,00", "05/02/2026;b;2,00", "03/04/2026;c;2,00")
    address = upload(owner, ("dates.csv", content)).url
    assert "si le jour ou le mois vient d’abord" in words(owner.get(address))
    _, sent = look(owner, address)
    refused = owner.post(address, sent | {"account": account, "do": "import"})
    assert refused.status_code == 422
    assert "Choisissez-le" in words(refused)
    _, sent = look(owner, address, date_order="month_first")
    assert owner.post(address, sent | {"account": account, "do": "import"}).status_code == 302
    with tenant(firm.id):
        days = (
            BankLine.objects.filter(bank_account_id=account)
            .order_by("id")
            .values_list("booked_on", flat=True)
        )
        assert [day.isoformat() for day in days][1:] == ["2026-03-04", "2026-05-02", "2026-03-04"]


def test_a_table_of_credits_alone_is_confirmed_once(owner, firm, account):
    content = table("Date;Libellé;Montant", "17/04/2026;a;1,00", "18/04/2026;b;2,00")
    address = upload(owner, ("credits.csv", content)).url
    _, sent = look(owner, address)
    assert "Tous les montants sont positifs" in words(owner.get(address))
    owner.post(address, sent | {"account": account, "do": "import"})
    later = content.replace(b"/04/", b"/05/")
    assert upload(owner, ("encore.csv", later)).url == reverse("staff:statements")
    with tenant(firm.id):
        assert BankLine.objects.filter(booked_on__month=5).count() == 2


def test_a_remembered_meaning_that_no_longer_fits_is_asked_about_again(owner, firm, account, waiting):
    _, sent = look(owner, waiting, **RIGHT)
    owner.post(waiting, sent | {"account": account, "do": "import"})
    turned = table("Quand;Quoi;Combien", "VIR ROBIN;05/11/2026;12,30", "Loyer;17/11/2026;-800,00")
    address = upload(owner, ("tourne.csv", turned)).url
    text = words(owner.get(address))
    assert "Vous l’avez déjà dit une fois" in text
    assert "2 lignes restent illisibles" in text
    _, sent = look(owner, address)
    assert owner.post(address, sent | {"do": "import"}).status_code == 422
    _, sent = look(owner, address, **{"column-0": "label", "column-1": "booked"})
    assert owner.post(address, sent | {"account": account, "do": "import"}).status_code == 302
    with tenant(firm.id):
        assert BankLine.objects.filter(label="VIR ROBIN").exists()
        assert KnownTable.objects.get().columns["columns"]["booked"] == [1]


def test_what_is_remembered_can_be_changed_and_forgotten(owner, firm, account, waiting):
    _, sent = look(owner, waiting, **RIGHT)
    owner.post(waiting, sent | {"account": account, "do": "import"})
    with tenant(firm.id):
        known = KnownTable.objects.get().id
    address = f"/bank/tables/{known}"
    assert "Quand" in words(owner.get(address))
    changed = RIGHT | {"account": "", "date_order": "day_first", "decimal_mark": ",", "currency": "eur"}
    assert owner.post(address, changed).status_code == 302
    with tenant(firm.id):
        row = KnownTable.objects.get()
        assert (row.bank_account_id, row.columns["decimal_mark"], row.columns["currency"]) == (
            None,
            ",",
            "EUR",
        )
    assert owner.post(address, RIGHT | {"column-1": "", "currency": "XXXX"}).status_code == 422
    missing = owner.post(address, RIGHT | {"column-1": ""})
    assert missing.status_code == 422
    assert "Il manque une colonne" in words(missing)
    assert owner.post(f"{address}/forget").status_code == 302
    with tenant(firm.id):
        assert not KnownTable.objects.exists()
        assert BankLine.objects.filter(label="Loyer").exists()
    assert owner.get(address).status_code == 404


def test_a_table_without_headers_is_proposed_again_but_always_confirmed(owner, firm, account):
    content = table("05/03/2026;12,30;VIR BERTHIER;", "17/03/2026;-800,00;Loyer;", "18/03/2026;-1,00;Pain;")
    address = upload(owner, ("sans.csv", content)).url
    _, sent = look(owner, address)
    assert owner.post(address, sent | {"account": account, "do": "import"}).status_code == 302
    again = upload(owner, ("sans2.csv", content.replace(b"/03/", b"/04/"))).url
    assert again != reverse("staff:statements")
    assert "Confirmez le sens de chaque colonne" in words(owner.get(again))


def test_two_tables_of_one_file_are_asked_about_one_after_the_other(owner, firm, account):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", UNKNOWN)
        archive.writestr("b.csv", UNKNOWN.replace(b"Quand;Quoi;Combien", b"Jours;Choses;Sommes"))
    address = upload(owner, ("deux.zip", packed.getvalue())).url
    assert "tableau 1 sur 2" in words(owner.get(address))
    _, sent = look(owner, address, **RIGHT)
    noted = owner.post(address, sent | {"account": account, "do": "import"})
    assert noted.url == address
    with tenant(firm.id):
        assert not BankLine.objects.filter(label="Loyer").exists()
    assert "tableau 2 sur 2" in words(owner.get(address))
    _, sent = look(owner, address, **RIGHT)
    assert owner.post(address, sent | {"account": account, "do": "import"}).url == reverse("staff:statements")
    with tenant(firm.id):
        assert KnownTable.objects.count() == 2
        assert not WaitingFile.objects.exists()


def test_what_is_another_firms_is_not_there(owner, firm, waiting):
    other = Organisation.objects.create(name="Autre")
    with tenant(other.id):
        theirs = WaitingFile.objects.create(
            sha256=b"1" * 32, file_name="x.csv", content=UNKNOWN, received_by="y", received_on=TODAY
        ).id
        known = KnownTable.objects.create(
            fingerprint="f" * 24, headers=["a"], file_name="x", told_by="y", told_on=TODAY
        ).id
        account_id = BankAccount.objects.create(iban=STUDIO, currency="EUR").id
    assert owner.get(f"/bank/files/{theirs}").status_code == 404
    assert owner.post(f"/bank/files/{theirs}/give-up").status_code == 404
    assert owner.get(f"/bank/tables/{known}").status_code == 404
    assert owner.post(f"/bank/tables/{known}/forget").status_code == 404
    _, sent = look(owner, waiting, **RIGHT)
    assert owner.post(waiting, sent | {"account": account_id, "do": "import"}).status_code == 422
    assert owner.post(waiting, sent | {"table": "f" * 24}).url == reverse("staff:statements")
    assert owner.post(f"/bank/files/{theirs}", sent | {"do": "import"}).url == reverse("staff:statements")
    with tenant(other.id):
        assert WaitingFile.objects.exists()


def test_who_may_only_read_sees_no_door(reader, waiting):
    assert reader.get(waiting).status_code == 403
    assert reader.post(f"{waiting}/give-up").status_code == 403
    assert "files/" not in reader.get("/bank/statements").content.decode()


def test_more_files_than_may_wait_are_refused(owner, firm, account, monkeypatch):
    monkeypatch.setattr("quitus.apps.banking.tables.waiting_files.MOST_WAITING", 1)
    upload(owner, ("un.csv", UNKNOWN))
    answer = upload(owner, ("deux.csv", UNKNOWN + b"18/11/2026;Pain;-1,00\n"))
    assert answer.status_code == 422
    assert "attendent déjà" in words(answer)


def test_no_value_however_absurd_breaks_the_pages(owner, firm, account, waiting):
    sent = form_of(owner.get(waiting)) | RIGHT
    _, seen = look(owner, waiting, **RIGHT)
    owner.post(waiting, seen | {"account": account, "do": "import"})
    again = upload(
        owner, ("encore.csv", table("Quel;Quoi;Combien", "05/10/2026;a;1,50", "17/10/2026;b;-8,00"))
    ).url
    with tenant(firm.id):
        known = f"/bank/tables/{KnownTable.objects.get().id}"
    names = (*sent, "account", "new_account", "seen", "do")
    for address in (again, known):
        for name in names:
            for absurd in ("9" * 5000, "-1", "\x00", "²", "\ud800".encode("utf-8", "replace").decode()):
                for do in ("look", "import"):
                    answer = owner.post(address, sent | seen | {"do": do, name: absurd})
                    assert answer.status_code in (200, 302, 422), (address, name, absurd[:10])
