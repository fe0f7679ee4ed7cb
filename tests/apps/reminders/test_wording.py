"""What debtors read: right in number and gender, in plain text as in HTML, calm, and never a threat of money."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from quitus.apps.invoicing.actions import record_invoices
from quitus.apps.invoicing.drafts import NewInstalment, NewInvoice
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.doors import portal_token
from quitus.apps.outbox.purposes import Leaving
from quitus.apps.reminders.facts import gather
from quitus.apps.reminders.facts_of_letter import letter
from quitus.apps.reminders.letters import FOLDER, LANGUAGES, TEMPLATES, Words, phrases, write
from quitus.apps.reminders.models import Reminder
from quitus.apps.reminders.policies import active_policies, preset
from quitus.apps.reminders.purpose import compose, words
from quitus.domain.references import grouped, rf_reference
from quitus.domain.reminders.group import Line, PlannedMessage, ReminderLine
from quitus.domain.reminders.policy import Channel
from quitus.domain.reminders.policy_text import parse_policy
from tests.firm import TODAY, euros, make_client, make_instalment
from tests.reminding import OVERDUE, only_message, plain, plan

# Words that have no place in a reminder: charges are claimed apart, and never of a consumer; nobody is blamed.
NEVER = re.compile(
    r"pénalit|indemnit|intérêts|frais|huissier|tribunal|avocat|contentieux|débiteur|négligen|!"
    r"|penalt|interest|fees|court|lawyer|bailiff|debtor|neglig|fault",
    re.IGNORECASE,
)


class Reader(HTMLParser):
    """What a reader sees of a page, and its links."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        if tag in ("p", "li", "h1", "br"):
            self.seen.append(" ")
        self.links += [value for name, value in attributes if name in ("href", "src")]

    def handle_data(self, data):
        if self.tags[-1:] not in (["style"], ["title"]):
            self.seen.append(data)


def seen(html: str) -> str:
    reader = Reader()
    reader.feed(html)
    return plain("".join(reader.seen))


def written(client_id: int, step_key: str, ids: list[int], *, also: list[int] = (), word: str = "") -> Words:
    """The words of one step about these instalments, as they stand."""
    (policy,) = active_policies(TODAY).values()
    step = policy.rules.step(step_key)
    instalments = gather([*ids, *also], TODAY).instalments
    message = PlannedMessage(
        TODAY,
        client_id,
        Channel.EMAIL,
        step,
        step.approval,
        tuple(ReminderLine(*line(instalments[i]), step) for i in ids),
        tuple(Line(*line(instalments[i])) for i in also),
    )
    done = letter(message, instalments, "Madame Vasseur", word)
    return write(done.template, done.language, done.facts)


def line(facts) -> tuple[int, date, int, str]:
    return facts.instalment_id, facts.due, facts.remaining_minor, facts.currency


def due_for(step: str) -> date:
    return {"upcoming": TODAY + timedelta(days=7), "due_day": TODAY}.get(step, OVERDUE)


def one_invoice(step: str, language: str = "fr", **client) -> Words:
    client_id = make_client(language=language, **client)
    return written(client_id, step, [make_instalment(client_id, "FA-1", "1240.00", due=due_for(step)).id])


def three_invoices(step: str, language: str = "fr") -> Words:
    client_id = make_client(language=language)
    due = due_for(step)
    ids = [make_instalment(client_id, f"FA-{n}", "880.00", due=due).id for n in (1, 2, 3)]
    return written(client_id, step, ids)


STEPS = ["arrival_check", "upcoming", "due_day", "any_problem", "firm", "last"]


@pytest.mark.parametrize(
    ("step", "language", "subject"),
    [
        ("arrival_check", "fr", "Votre facture FA-1 est-elle bien arrivée ?"),
        ("upcoming", "fr", "Facture FA-1, à régler le 1er décembre"),
        ("due_day", "fr", "Facture FA-1, à régler aujourd’hui"),
        ("any_problem", "fr", "Facture FA-1, 1 240,00 € : quelque chose bloque-t-il ?"),
        ("firm", "fr", "Facture FA-1, 1 240,00 € : règlement attendu pour le mercredi 2 décembre"),
        ("last", "fr", "Facture FA-1, 1 240,00 € : dernier rappel avant mise en demeure"),
        ("arrival_check", "en", "Has our invoice FA-1 reached you?"),
        ("upcoming", "en", "Invoice FA-1, due on 1 December"),
        ("due_day", "en", "Invoice FA-1, due today"),
        ("any_problem", "en", "Invoice FA-1, €1,240.00: is something in the way?"),
        ("firm", "en", "Invoice FA-1, €1,240.00: payment expected by Wednesday 2 December"),
        ("last", "en", "Invoice FA-1, €1,240.00: last reminder before a formal notice"),
    ],
)
def test_the_subject_says_what_it_is_about(opened, step, language, subject):
    assert plain(one_invoice(step, language).subject) == subject


@pytest.mark.parametrize(
    ("step", "language", "sentence"),
    [
        ("arrival_check", "fr", "Je voulais m’assurer que la facture FA-1 vous est bien parvenue"),
        ("upcoming", "fr", "la facture FA-1 sera à régler le 1er décembre. Elle s’élève à 1 240,00 € :"),
        ("due_day", "fr", "La facture FA-1 arrive à échéance aujourd’hui. Elle s’élève à 1 240,00 € :"),
        ("any_problem", "fr", "la facture FA-1 reste à régler. Elle s’élève à 1 240,00 € :"),
        ("firm", "fr", "au sujet d’une facture qui n’est toujours pas réglée, et qui s’élève à 1 240,00 € :"),
        ("last", "fr", "la facture FA-1 n’est pas réglée. Elle s’élève à 1 240,00 € :"),
        ("any_problem", "en", "invoice FA-1 is still unpaid. The amount is €1,240.00:"),
    ],
)
def test_one_invoice_is_spoken_of_in_the_singular(opened, step, language, sentence):
    assert sentence in plain(one_invoice(step, language).text)


@pytest.mark.parametrize(
    ("step", "language", "sentence"),
    [
        (
            "arrival_check",
            "fr",
            "que nos factures vous sont bien parvenues, et qu’il ne vous manque rien pour les",
        ),
        (
            "upcoming",
            "fr",
            "trois factures seront à régler dans les prochains jours, pour un total de 2 640,00 € :",
        ),
        ("due_day", "fr", "Trois factures arrivent à échéance aujourd’hui, pour un total de 2 640,00 € :"),
        ("any_problem", "fr", "trois factures restent à régler, pour un total de 2 640,00 € :"),
        (
            "firm",
            "fr",
            "au sujet de trois factures qui ne sont toujours pas réglées, pour un total de 2 640,00 €",
        ),
        (
            "last",
            "fr",
            "Malgré mes rappels, trois factures ne sont pas réglées, pour un total de 2 640,00 € :",
        ),
        (
            "last",
            "en",
            "In spite of my reminders, three invoices have not been paid, for a total of €2,640.00:",
        ),
    ],
)
def test_several_are_counted_in_words_with_their_total(opened, step, language, sentence):
    assert sentence in plain(three_invoices(step, language).text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("invoices", [one_invoice, three_invoices])
def test_both_kinds_say_the_same_calmly_and_in_full(opened, step, language, invoices):
    said = invoices(step, language)
    text, html = plain(said.text), seen(said.html)
    assert not NEVER.search(text), NEVER.search(text)
    for leftover in ("{", "}", "[", "]", "()", " ,", " .", "..", ",,", "None"):
        assert leftover not in text + html + said.subject, leftover
    sentences = [plain(block) for block in said.text.split("\n\n") if plain(block).endswith(".")]
    assert len(sentences) >= 2
    assert [sentence for sentence in sentences if sentence.removeprefix("-- ") not in html] == []
    amounts = re.findall(r"[\d ]*\d[.,]\d\d", text)
    assert amounts
    assert [amount for amount in amounts if amount.strip() not in html] == []


def test_plain_text_has_its_columns_under_each_other(opened):
    client_id = make_client()
    ids = [
        make_instalment(client_id, "FA-2026-0118", "1240.00", due=date(2026, 10, 15)).id,
        make_instalment(client_id, "FA-2026-0127", "860.00", due=date(2026, 10, 31)).id,
        make_instalment(client_id, "FA-9", "40.00", due=date(2026, 11, 1)).id,
    ]
    text = re.sub("[\u202f\u00a0]", " ", written(client_id, "any_problem", ids).text)
    assert text.split("\n\n")[2] == "\n".join(
        [
            "  FA-2026-0118   échue le 15 octobre    1 240,00 €",
            "  FA-2026-0127   échue le 31 octobre      860,00 €",
            "  FA-9           échue le 1er novembre     40,00 €",
            "                                        ----------",
            "  Total                                 2 140,00 €",
        ]
    )


def test_what_is_yet_to_come_is_mentioned_apart_and_not_in_the_total(opened):
    client_id = make_client()
    late = make_instalment(client_id, "FA-1", "100.00", due=OVERDUE).id
    coming = make_instalment(client_id, "FA-2", "900.00", due=TODAY + timedelta(days=6)).id
    text = plain(written(client_id, "any_problem", [late, coming]).text)
    assert "la facture FA-1 reste à régler. Elle s’élève à 100,00 €" in text
    assert (
        "Pour mémoire, et sans urgence, celle-ci viendra ensuite : FA-2 à régler le 30 novembre 900,00 €"
        in text
    )
    assert "1 000,00" not in text


def test_a_kind_word_before_the_due_date_does_not_begin_with_old_debts(opened):
    client_id = make_client()
    coming = make_instalment(client_id, "FA-2", "900.00", due=TODAY + timedelta(days=7)).id
    late = make_instalment(client_id, "FA-1", "100.00", due=OVERDUE).id
    words_ = written(client_id, "upcoming", [coming], also=[late])
    assert plain(words_.subject) == "Facture FA-2, à régler le 1er décembre"
    text = plain(words_.text)
    assert text.index("FA-2") < text.index("FA-1")
    assert "celle-ci reste à régler : FA-1 échue le 16 novembre 100,00 €" in text


def test_parts_of_one_invoice_are_instalments(opened):
    client_id = make_client()
    parts = tuple(NewInstalment(OVERDUE - timedelta(days=n), euros("100.00")) for n in (1, 0))
    invoice = NewInvoice(
        client_id=client_id,
        number="FA-1",
        issued_on=date(2026, 9, 1),
        total=euros("200.00"),
        instalments=parts,
    )
    record_invoices([invoice], on=TODAY, actor="test", released=True)
    ids = list(Instalment.objects.order_by("position").values_list("id", flat=True))
    both = plain(written(client_id, "any_problem", ids).text)
    assert "deux échéances restent à régler" in both
    assert "FA-1, éch. 1" in both
    second = plain(written(client_id, "any_problem", ids[1:]).text)
    assert "l’échéance 2 de la facture FA-1 reste à régler" in second


def test_the_firms_account_and_the_oldest_reference(opened):
    client_id = make_client()
    ids = [
        make_instalment(client_id, f"FA-2026-00{n}", "10.00", due=OVERDUE - timedelta(days=n)).id
        for n in (1, 2)
    ]
    text = plain(written(client_id, "any_problem", ids).text)
    assert "Titulaire Studio Marelle IBAN FR76 3000 6000 0112 3456 7890 189" in text
    assert f"Référence {grouped(rf_reference('FA-2026-002'))}" in text
    assert text.count("Référence") == 1


def test_the_link_to_the_debtors_page(opened, settings):
    client_id = make_client()
    ids = [make_instalment(client_id, "FA-1", due=OVERDUE).id]
    assert "http" not in written(client_id, "any_problem", ids).text
    settings.PUBLIC_URL = "https://regler.studio-marelle.example"
    words_ = written(client_id, "any_problem", ids)
    link = f"https://regler.studio-marelle.example/p/{portal_token(client_id)}"
    assert f"Voir et régler :\n{link}" in words_.text.replace("\u00a0", " ")
    reader = Reader()
    reader.feed(words_.html)
    assert reader.links == [link, "tel:0199001234"]


def test_no_picture_no_script_nothing_from_elsewhere(opened):
    reader = Reader()
    reader.feed(one_invoice("any_problem").html)
    assert not {"img", "script", "link", "iframe", "form", "object"} & set(reader.tags)
    assert reader.links == ["tel:0199001234"]


def test_what_people_typed_is_never_taken_for_markup(opened):
    client_id = make_client("<b>Berthier</b>")
    opened.name = 'Studio "Marelle" <script>alert(1)</script> & Cie'
    opened.save()
    instalment = make_instalment(client_id, "FA<1>&{{2}}", due=OVERDUE)
    words_ = written(client_id, "any_problem", [instalment.id], word="{% load x %}<i>Bonjour</i>\n& merci")
    assert "<script>" not in words_.html
    assert "<i>" not in words_.html
    assert "{% load x %}&lt;i&gt;Bonjour&lt;/i&gt;<br>&amp; merci" in words_.html
    assert "FA<1>&{{2}}" in words_.subject
    assert "FA&lt;1&gt;&amp;{{2}}" in words_.html
    assert "{% load x %}<i>Bonjour</i>\n& merci" in words_.text


def test_a_client_in_another_language_reads_english(opened):
    assert one_invoice("any_problem", "de").subject.startswith("Invoice FA-1")


def test_every_step_of_every_policy_that_comes_with_quitus_has_its_words():
    for name in ("gentle", "standard"):
        for step in parse_policy(preset(name)).steps:
            assert step.channel is Channel.TASK or step.template in TEMPLATES


def test_both_languages_have_the_same_pieces():
    french, english = ({file.name for file in FOLDER.joinpath(name).iterdir()} for name in LANGUAGES)
    assert french == english
    assert phrases("fr").keys() == phrases("en").keys()


def test_french_typography():
    for file in FOLDER.joinpath("fr").iterdir():
        source = file.read_text("utf-8")
        assert not re.search(
            r"[ \n](?=[?!;»])|«(?! )| :(?=[\s<])", re.sub(r"^\w+: ", "", source, flags=re.M)
        ), file.name
        assert "'" not in re.sub(r"{%.*?%}|{{.*?}}|<.*?>", "", source), file.name


def test_the_words_of_a_planned_message_name_their_recipient_and_add_the_personal_word(opened):
    client_id = make_client()
    make_instalment(client_id, "FA-1", due=OVERDUE)
    plan()
    message = only_message()
    said = words(
        compose(message.id, client_id, TODAY),
        Leaving(message.id, client_id, "Hélène Vasseur", "Merci pour jeudi."),
    )
    assert said.text.startswith("Bonjour Hélène Vasseur,\n\nMerci pour jeudi.\n\nSauf erreur de notre part,")
    assert said.about == {client_id}
    nameless = words(compose(message.id, client_id, TODAY), Leaving(message.id, client_id, "", ""))
    assert nameless.text.startswith("Bonjour,\n\nSauf erreur")
    assert Reminder.objects.get().state == "planned"  # a preview changes nothing
