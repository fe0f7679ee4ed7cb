"""Sentences about procedural deadlines: (French, English) by code, merged into `ports/refusals.py`; and days off.

Those for refusals come first; the others say what is to be done by a deadline, and why one was moved.
"""

from collections.abc import Sequence

from quitus.domain.law.fr.holidays import DayOff

PROCEDURE_SENTENCES: dict[str, tuple[str, str]] = {
    "procedure_day_out_of_reach": (
        "Les délais de cette procédure ne sont connus ici que du {first} au {last}, et le {day} est en dehors. "
        "Vérifiez la date, ou demandez à un avocat.",
        "The deadlines of this procedure are known here only from {first} to {last}, and {day} is outside. Check the "
        "date, or ask a lawyer.",
    ),
    # what is to be done until then, or from then on
    "deadline_serve_order": (
        "Faire signifier l’ordonnance au débiteur, avec la requête et le bordereau des pièces, dans les {months} mois "
        "de sa date. Sinon, elle est non avenue.",
        "Have the order served on the debtor, with the application and the list of exhibits, within {months} months of "
        "its date. Otherwise it lapses.",
    ),
    "deadline_oppose_order": (
        "Le débiteur peut faire opposition, si l’ordonnance lui a été signifiée en personne. Sinon, son mois partira "
        "du premier acte signifié en personne, ou de la première saisie.",
        "The debtor may oppose the order, if it was served on them in person. If not, their month will run from the "
        "first act served in person, or from the first seizure.",
    ),
    "deadline_oppose_order_later": (
        "Le débiteur, à qui l’ordonnance n’avait pas été signifiée en personne, peut faire opposition.",
        "The debtor, on whom the order had not been served in person, may oppose it.",
    ),
    "deadline_enforce_order": (
        "Si le greffe n’a annoncé aucune opposition deux mois après la signification, l’ordonnance peut être exécutée.",
        "If the registry has told of no opposition two months after service, the order may be enforced.",
    ),
    "deadline_deposit_fee": (
        "Consigner les frais de l’opposition au greffe du tribunal de commerce. Sinon, l’ordonnance est caduque.",
        "Deposit the costs of the opposition at the registry of the commercial court. Otherwise the order lapses.",
    ),
    "deadline_name_lawyer": (
        "Constituer avocat devant le tribunal judiciaire, l’opposition portant sur plus de "
        "10\N{NARROW NO-BREAK SPACE}000\N{NO-BREAK SPACE}€.",
        "Name a lawyer before the tribunal judiciaire, the opposition being about more than €10,000.",
    ),
    "deadline_declare_claim": (
        "Déclarer la créance au mandataire judiciaire, ou au liquidateur, dans les {months} mois de l’annonce au "
        "BODACC. Pas par courriel.",
        "Declare the claim to the court-appointed representative, or to the liquidator, within {months} months of the "
        "BODACC notice. Not by e-mail.",
    ),
    "deadline_ask_relief": (
        "Si la déclaration a été manquée, demander au juge-commissaire d’être relevé de la forclusion.",
        "If the declaration was missed, ask the insolvency judge (juge-commissaire) for relief.",
    ),
    "deadline_contest_uncontested": (
        "Le débiteur peut payer ou contester, et met ainsi fin à cette procédure, réservée aux créances entre "
        "commerçants.",
        "The debtor may pay or contest, and thereby ends this procedure, which is for claims between merchants only.",
    ),
    "deadline_record_uncontested": (
        "Le commissaire de justice peut constater que rien n’a été contesté.",
        "The commissaire de justice may put on record that nothing was contested.",
    ),
    "deadline_serve_title": (
        "Faire signifier au débiteur le titre que le greffe a rendu exécutoire.",
        "Have the title that the registry made enforceable served on the debtor.",
    ),
    # why its day is not the counted one
    "deadline_moved": (
        "Reporté du {counted} au {day}, premier jour ouvrable qui suit.",
        "Moved from {counted} to {day}, the next working day.",
    ),
    "deadline_moved_by_holiday": (
        "Reporté du {counted} au {day}, en sautant {skipped}.",
        "Moved from {counted} to {day}, skipping {skipped}.",
    ),
}
DAYS_OFF: dict[DayOff, tuple[str, str]] = {
    DayOff.SATURDAY: ("le samedi", "Saturday"),
    DayOff.SUNDAY: ("le dimanche", "Sunday"),
    DayOff.NEW_YEAR: ("le jour de l’an", "New Year’s Day"),
    DayOff.GOOD_FRIDAY: ("le vendredi saint", "Good Friday"),
    DayOff.EASTER_MONDAY: ("le lundi de Pâques", "Easter Monday"),
    DayOff.LABOUR_DAY: ("la fête du Travail", "Labour Day"),
    DayOff.VICTORY_DAY: ("la fête de la Victoire", "Victory Day"),
    DayOff.ASCENSION: ("l’Ascension", "Ascension Day"),
    DayOff.WHIT_MONDAY: ("le lundi de Pentecôte", "Whit Monday"),
    DayOff.NATIONAL_DAY: ("la fête nationale", "the national day"),
    DayOff.ASSUMPTION: ("l’Assomption", "Assumption Day"),
    DayOff.ALL_SAINTS: ("la Toussaint", "All Saints’ Day"),
    DayOff.ARMISTICE: ("l’Armistice", "Armistice Day"),
    DayOff.CHRISTMAS: ("Noël", "Christmas Day"),
    DayOff.SAINT_STEPHEN: ("la Saint-Étienne", "Saint Stephen’s Day"),
    DayOff.HOLIDAY: ("un jour férié", "a public holiday"),
}


def days_off_words(days: Sequence[DayOff], language: str) -> str:
    """`le samedi et le dimanche`, `Christmas Day, Saturday and Sunday`."""
    english = language.startswith("en")
    *others, last = [DAYS_OFF[day][english] for day in days]
    return f"{', '.join(others)} {'and' if english else 'et'} {last}" if others else last
