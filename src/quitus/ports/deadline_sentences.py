"""Sentences about due dates and the limitation clock: (French, English) by code, merged into `ports/refusals.py`.

Those for refusals come first; the others say why a rule gave its answer (`ports/reasons.py`).
"""

DEADLINE_SENTENCES: dict[str, tuple[str, str]] = {
    "terms_not_understood": (
        "Le délai de paiement « {terms} » n’est pas compris. Écrivez par exemple « 30 jours », « 45 jours fin de "
        "mois », « 30 jours fin de mois le 10 », « le 15 du mois suivant » ou « à réception ».",
        "The payment terms “{terms}” are not understood. Write for example “30 days”, “45 days end of month”, "
        "“30 days end of month on the 10th”, “the 15th of the following month” or “on receipt”.",
    ),
    "terms_days_impossible": (
        "Un délai de paiement de {days} jours n’existe pas. Écrivez un nombre de 1 à {most}, ou « comptant ».",
        "There are no payment terms of {days} days. Write a number from 1 to {most}, or “immediately”.",
    ),
    "terms_day_of_month_impossible": (
        "Aucun mois n’a de {day}. Choisissez un jour de 1 à 31.",
        "No month has a day {day}. Choose one from 1 to 31.",
    ),
    "terms_missing": (
        "Aucun délai de paiement n’est donné, et la loi n’en fixe pas à un consommateur. Donnez celui du contrat.",
        "No payment terms are given, and the law sets none for a consumer. Give those of the contract.",
    ),
    "invoice_day_impossible": (
        "Une facture ne peut pas être datée du {day}. Choisissez un jour entre le {first} et le {last}.",
        "No invoice can be dated {day}. Choose a day between {first} and {last}.",
    ),
    "receipt_day_missing": (
        "Ce délai part de la livraison, ou de la fin de la prestation. Indiquez-en le jour.",
        "These terms run from the delivery, or from the end of the service. Give that day.",
    ),
    "received_before_issued": (
        "La facture est reçue le {received}, avant d’être émise le {issued}. Vérifiez les deux dates.",
        "The invoice is received on {received}, before it was issued on {issued}. Check both dates.",
    ),
    "payment_terms_case_unknown": (
        "La loi ({country}) ne connaît pas de cas « {case} » pour ce débiteur ({debtor}), ou Quitus ne le connaît "
        "pas. Choisissez un autre cas.",
        "The law ({country}) has no case “{case}” for this debtor ({debtor}), or Quitus does not know it. Choose "
        "another case.",
    ),
    "payment_terms_law_missing": (
        "Le délai maximal d’une facture du {day} n’est pas connu ici ({country}, {case}). Demandez à votre conseil.",
        "The longest term of an invoice of {day} is not known here ({country}, {case}). Ask your adviser.",
    ),
    "event_ends_before_it_begins": (
        "Un événement commence le {day} et finit le {until}. Vérifiez les deux dates.",
        "An event begins on {day} and ends on {until}. Check both dates.",
    ),
    "event_has_no_length": (
        "L’événement du {day} ({kind}) a lieu un jour précis. Ne donnez que ce jour.",
        "The event of {day} ({kind}) happens on one day. Give that day alone.",
    ),
    "limitation_unknown": (
        "La prescription n’est pas connue ici pour ce pays ({country}), mais seulement pour : {known}. Demandez à un "
        "avocat de ce pays.",
        "Limitation is not known here for this country ({country}), but only for: {known}. Ask a lawyer of that "
        "country.",
    ),
    "limitation_day_out_of_reach": (
        "Le {day} est hors de portée pour la prescription. Choisissez un jour entre le {first} et le {last}.",
        "{day} is out of reach for limitation. Choose a day between {first} and {last}.",
    ),
    # why a due date is lawful or not
    "due_lawful": (
        "Échéance au {due} : conforme au maximum du {maximum} ({longest} ; {article}).",
        "Due on {due}: within the maximum of {maximum} ({longest}; {article}).",
    ),
    "due_too_late": (
        "Échéance au {due} : {days} {days:jour|jours} de trop. La loi permet au plus tard le {maximum} ({longest} ; "
        "{article}).",
        "Due on {due}: {days} {days:day|days} too late. The law allows {maximum} at the latest ({longest}; {article}).",
    ),
    "due_breach_fine": (
        "Un délai trop long expose à une amende administrative : jusqu’à {person} € pour une personne physique, "
        "{company} € pour une société, le double en cas de récidive dans les deux ans ({article}).",
        "A term that is too long may bring an administrative fine: up to €{person} for a person, €{company} for a "
        "company, twice that if repeated within two years ({article}).",
    ),
    "due_end_of_month_express": (
        "Le contrat doit prévoir ce délai fin de mois expressément, et sans abus manifeste envers le créancier.",
        "The contract must provide for this end-of-month term expressly, without manifest abuse of the creditor.",
    ),
    "due_clause_exceeds": (
        "La même clause dépasse le maximum pour d’autres factures : émise le {issued}, l’une serait due le {due}, "
        "après le {maximum}.",
        "The same clause exceeds the maximum for other invoices: one issued on {issued} would be due on {due}, after "
        "{maximum}.",
    ),
    "due_receipt_assumed": (
        "Le jour de réception n’est pas donné : la facture est comptée comme reçue le jour de son émission.",
        "The day of receipt is not given: the invoice is counted as received on the day of its issue.",
    ),
    "due_no_maximum": (
        "La loi ne fixe pas de délai maximal à un consommateur : l’échéance du contrat vaut.",
        "The law sets no longest term for a consumer: the contract’s due date holds.",
    ),
    "due_by_directive": (
        "Règle de la directive européenne : la loi du pays ({country}) peut être plus stricte. Vérifiez-la.",
        "Rule of the European directive: the country’s own law ({country}) may be stricter. Check it.",
    ),
    "due_unless_expressly_agreed": (
        "Un délai plus long n’est permis que s’il est convenu expressément et n’est pas un abus manifeste.",
        "A longer term is allowed only where it is expressly agreed and not grossly unfair.",
    ),
    # how the limitation clock came to its last day
    "clock_begins": (
        "Délai de {years} {years:an|ans} à partir de l’échéance du {day}.",
        "A period of {years} {years:year|years} from the due date, {day}.",
    ),
    "clock_begins_by_delivery": (
        "Transport de marchandises : délai de {years} {years:an|ans} à partir de la livraison du {day}.",
        "Carriage of goods: a period of {years} {years:year|years} from the delivery of {day}.",
    ),
    "clock_begins_instead_of_delivery": (
        "Transport de marchandises : délai de {years} {years:an|ans}, compté de l’échéance du {day} faute du jour de "
        "livraison. La loi compte de la livraison, souvent plus tôt : indiquez-la.",
        "Carriage of goods: a period of {years} {years:year|years}, counted from the due date, {day}, for want of the "
        "day of delivery. The law counts from delivery, often earlier: give it.",
    ),
    "clock_begins_next_year": (
        "Personne publique : délai de {years} {years:an|ans} à partir du 1er janvier qui suit l’échéance du {day}.",
        "Public body: a period of {years} {years:year|years} from 1 January after the due date, {day}.",
    ),
    "clock_acknowledged": (
        "Dette reconnue le {day} : un nouveau délai de {years} {years:an|ans} part de ce jour.",
        "Debt acknowledged on {day}: a new period of {years} {years:year|years} runs from that day.",
    ),
    "clock_paid_in_part": (
        "Paiement partiel du {day}, qui vaut reconnaissance : un nouveau délai de {years} {years:an|ans} part de ce "
        "jour.",
        "Part payment of {day}, which is an acknowledgement: a new period of {years} {years:year|years} runs from that "
        "day.",
    ),
    "clock_court_action": (
        "Action en justice du {day} : aucun délai ne court jusqu’à la fin de l’instance, puis un nouveau de {years} "
        "{years:an|ans}. Un désistement, une péremption ou un rejet définitif efface cet effet (C. civ. 2243).",
        "Court action of {day}: no period runs until the proceedings end, then a new one of {years} "
        "{years:year|years}. Withdrawal, lapse or final dismissal undoes this (C. civ. 2243).",
    ),
    "clock_court_action_failed": (
        "Action du {day} abandonnée, périmée ou rejetée : elle compte comme si elle n’avait pas eu lieu.",
        "Action of {day} withdrawn, lapsed or dismissed: it counts as if it had never been.",
    ),
    "clock_enforcement": (
        "Mesure conservatoire ou d’exécution du {day} : un nouveau délai de {years} {years:an|ans} part de ce jour.",
        "Protective or enforcement measure of {day}: a new period of {years} {years:year|years} runs from that day.",
    ),
    "clock_order_served": (
        "Injonction de payer signifiée le {day} : un nouveau délai de {years} {years:an|ans} part de ce jour. C’est la "
        "signification qui compte, non la requête.",
        "Order for payment served on {day}: a new period of {years} {years:year|years} runs from that day. It is the "
        "service that counts, not the application.",
    ),
    "clock_claim_declared": (
        "Créance déclarée à la procédure collective le {day} : aucun délai ne court jusqu’à sa clôture, puis un "
        "nouveau de {years} {years:an|ans}.",
        "Claim declared in the insolvency on {day}: no period runs until it is closed, then a new one of {years} "
        "{years:year|years}.",
    ),
    "clock_paused": (
        "Médiation ou conciliation du {day} : ses jours ne comptent pas, et six mois au moins restent ensuite.",
        "Mediation or conciliation of {day}: its days do not count, and at least six months are left afterwards.",
    ),
    "clock_reminder": (
        "Relance du {day} : elle ne change rien. Seuls une reconnaissance du débiteur, une action en justice ou un "
        "acte d’exécution interrompent le délai.",
        "Reminder of {day}: it changes nothing. Only the debtor’s acknowledgement, a court action or an enforcement "
        "measure interrupts the period.",
    ),
    "clock_formal_notice": (
        "Mise en demeure du {day} : elle n’interrompt pas le délai, même recommandée.",
        "Formal notice of {day}: it does not interrupt the period, even sent by registered post.",
    ),
    "clock_not_listed": (
        "Événement du {day} : la loi ne le cite pas parmi ce qui interrompt le délai contre une personne publique.",
        "Event of {day}: the law does not list it among what interrupts the period against a public body.",
    ),
    "clock_public_acknowledged": (
        "Écrit de l’administration sur la créance, le {day} : un nouveau délai de {years} {years:an|ans} part du 1er "
        "janvier suivant.",
        "The body wrote about the claim on {day}: a new period of {years} {years:year|years} runs from the next 1 "
        "January.",
    ),
    "clock_public_paid_in_part": (
        "Paiement partiel du {day} : un nouveau délai de {years} {years:an|ans} part du 1er janvier suivant.",
        "Part payment of {day}: a new period of {years} {years:year|years} runs from the next 1 January.",
    ),
    "clock_public_court_action": (
        "Recours du {day} : aucun délai ne court jusqu’à la décision définitive, puis un nouveau de {years} "
        "{years:an|ans} part du 1er janvier suivant.",
        "Court action of {day}: no period runs until the final decision, then a new one of {years} {years:year|years} "
        "runs from the next 1 January.",
    ),
    "clock_public_demand": (
        "Demande écrite de paiement du {day} à une personne publique : un nouveau délai de {years} {years:an|ans} part "
        "du 1er janvier suivant.",
        "Written demand for payment of {day} to a public body: a new period of {years} {years:year|years} runs from "
        "the next 1 January.",
    ),
    "clock_public_reminder": (
        "Relance du {day} : elle n’est pas comptée. Si elle demandait le paiement par écrit à une personne publique, "
        "notez-la comme une mise en demeure.",
        "Reminder of {day}: it is not counted. If it demanded payment from a public body in writing, note it as a "
        "formal notice.",
    ),
    "clock_public_paused": (
        "Médiation du {day} : ses jours ne comptent pas, six mois au plus ; six mois au moins restent ensuite.",
        "Mediation of {day}: its days do not count, for six months at most; at least six months are left afterwards.",
    ),
    "clock_too_late": (
        "Événement du {day} : trop tard, le délai a pris fin le {last}. Il ne le fait pas revivre ; seule une "
        "renonciation sans équivoque du débiteur compterait, et ce qu’il a payé reste acquis.",
        "Event of {day}: too late, the period ended on {last}. It does not revive it; only the debtor’s unequivocal "
        "waiver would count, and what was paid stays paid.",
    ),
    "clock_not_begun": (
        "Événement du {day} : le délai n’avait pas commencé (il part du {begin}). Il ne change rien.",
        "Event of {day}: the period had not begun (it counts from {begin}). It changes nothing.",
    ),
    "clock_already": (
        "Événement du {day} : un autre arrêtait déjà le délai, ou en ouvrait déjà un nouveau. Il n’ajoute rien.",
        "Event of {day}: another one held the period already, or began a new one already. It adds nothing.",
    ),
    "clock_capped": (
        "Reconnaissances et suspensions ne portent pas le délai au-delà de {years} ans depuis son début.",
        "Acknowledgements and pauses carry the period no farther than {years} years from its beginning.",
    ),
}
