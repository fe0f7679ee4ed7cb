"""Sentences for refusals about the law of late payment: (French, English) by code."""

LAW_SENTENCES: dict[str, tuple[str, str]] = {
    "rate_missing": (
        "Aucun taux connu pour le {day} ({table}). Ajoutez le taux du semestre avec sa source, ou donnez un taux "
        "de contrat.",
        "No rate is known for {day} ({table}). Add the half-year’s rate with its source, or give a contract rate.",
    ),
    # countries and kinds of debtors
    "country_law_unknown": (
        "Le droit des retards de paiement de « {country} » n’est pas connu de Quitus. Pays connus : {known}.",
        "Quitus does not know the law of late payment of “{country}”. Known countries: {known}.",
    ),
    "law_of_public_buyers_unknown": (
        "Ce que doit un acheteur public en retard n’est pas connu de Quitus pour ce pays ({country}). Demandez à un "
        "juriste sur place.",
        "Quitus does not know what a public buyer owes for being late in this country ({country}). Ask a lawyer there.",
    ),
    "law_of_consumers_unknown": (
        "Ce que doit un consommateur en retard n’est pas connu de Quitus pour ce pays ({country}). Demandez à un "
        "juriste sur place.",
        "Quitus does not know what a consumer owes for being late in this country ({country}). Ask a lawyer there.",
    ),
    # a late debt that cannot be calculated
    "principal_not_positive": (
        "Le principal ({amount}) doit être positif. Donnez ce qui restait dû à l’échéance, TVA comprise.",
        "The principal ({amount}) must be positive. Give what was owed on the due date, including VAT.",
    ),
    "until_before_due": (
        "Le {until} est avant l’échéance du {due} : rien n’est en retard. Vérifiez l’ordre des deux dates.",
        "{until} is before the due date, {due}: nothing is late. Check the order of the two dates.",
    ),
    "movement_not_positive": (
        "Le montant du {day} ({amount}) doit être positif. Corrigez ce paiement ou cet avoir.",
        "The amount of {day} ({amount}) must be positive. Correct this payment or credit note.",
    ),
    "movement_after_until": (
        "Un paiement ou un avoir du {day} est après le {until}, dernier jour du calcul. Calculez jusqu’à ce jour, ou "
        "retirez-le.",
        "A payment or credit note of {day} is after {until}, the last day calculated. Calculate until that day, or "
        "leave it out.",
    ),
    "paid_before_due": (
        "Le paiement du {day} est antérieur à l’échéance du {due}. Déduisez-le du principal.",
        "The payment of {day} is before the due date, {due}. Deduct it from the principal.",
    ),
    "paid_above_owed": (
        "Le paiement du {day} ({amount}) dépasse ce qui était dû ce jour-là ({owed}). Vérifiez son montant, ou "
        "n’indiquez que la part qui revient à cette dette.",
        "The payment of {day} ({amount}) is more than what was owed on that day ({owed}). Check its amount, or give "
        "only the part that belongs to this debt.",
    ),
    "credit_note_above_principal": (
        "L’avoir du {day} ({amount}) dépasse le principal encore dû ({left}). Vérifiez son montant.",
        "The credit note of {day} ({amount}) is more than the principal still owed ({left}). Check its amount.",
    ),
    "reduction_above_base": (
        "Ce qui est déduit le {day} est négatif ou dépasse ce qui restait dû. Vérifiez les montants déduits.",
        "What is deducted on {day} is negative or more than what was still owed. Check the amounts deducted.",
    ),
    "costs_negative": (
        "Les frais prouvés ({amount}) ne peuvent pas être négatifs. Donnez leur total.",
        "The proven costs ({amount}) cannot be negative. Give their total.",
    ),
    "consumer_owes_no_costs": (
        "Un consommateur ne doit pas les frais de recouvrement amiable ({amount}) : ils restent à votre charge "
        "(CPCE L111-8). Retirez-les.",
        "A consumer does not owe the costs of asking for the money ({amount}): they stay with you (CPCE L111-8). "
        "Leave them out.",
    ),
    "indemnity_in_other_currency": (
        "La loi fixe l’indemnité dans une autre devise ({indemnity}) que la dette ({principal}). Convertissez la "
        "dette dans cette devise, ou calculez les intérêts seuls.",
        "The law sets the indemnity in another currency ({indemnity}) than the debt’s ({principal}). Convert the debt "
        "to that currency, or calculate interest alone.",
    ),
    # what to know before sending a claim
    "late_rate_unsure": (
        "Le taux de {percent} % du {since} au {until} est probable, mais n’a pas été vérifié à la source ({source}). "
        "Confirmez-le avant une action en justice.",
        "The rate of {percent}% from {since} to {until} is likely, but was not checked at its source ({source}). "
        "Confirm it before you go to court.",
    ),
    "late_rule_unsure": (
        "Cette règle et ses taux sont probables, mais n’ont pas été vérifiés à la source ({articles}). Confirmez-les "
        "avant une action en justice.",
        "This rule and its rates are likely, but were not checked at their source ({articles}). Confirm them before "
        "you go to court.",
    ),
    "contract_rate_below_floor": (
        "Le taux du contrat ({percent} %) est inférieur au minimum légal de {floor} % du {since} au {until} "
        "({article}). Il est appliqué tel quel : faites vérifier la clause.",
        "The contract’s rate ({percent}%) is below the legal minimum of {floor}% from {since} to {until} ({article}). "
        "It is applied as it is: have the clause checked.",
    ),
    "contract_floor_unknown": (
        "Le taux minimal d’un contrat n’est pas connu du {since} au {until}. Comparez vous-même : trois fois le taux "
        "légal.",
        "The lowest rate of a contract is not known from {since} to {until}. Compare yourself: three times the legal "
        "rate.",
    ),
    "consumer_contract_rate": (
        "Une clause à {percent} % contre un consommateur peut être réduite ou jugée abusive (C. civ. 1231-5, C. conso. "
        "R212-2). Elle ne joue qu’après une mise en demeure.",
        "A clause of {percent}% against a consumer may be reduced or found unfair (C. civ. 1231-5, C. conso. R212-2). "
        "It only counts after a formal notice.",
    ),
    "public_contract_rate": (
        "Le taux dû par un acheteur public est fixé par la loi. Vérifiez que votre contrat peut prévoir {percent} %.",
        "The rate that a public buyer owes is set by law. Check that your contract may provide for {percent}%.",
    ),
    "interest_may_compound": (
        "Dans ce pays ({country}), les intérêts d’une année entière produisent sans doute eux-mêmes des intérêts. Ce "
        "calcul n’en compte pas : demandez la capitalisation annuelle si elle s’applique.",
        "In this country ({country}), interest of a whole year probably bears interest itself. This calculation "
        "counts none: ask for yearly compounding if it applies.",
    ),
    "notice_missing": (
        "Un consommateur ne doit des intérêts qu’après avoir reçu une mise en demeure (C. civ. 1231-6, 1344) : aucun "
        "n’est compté. Indiquez le jour de sa réception.",
        "A consumer owes interest only after receiving a formal notice (C. civ. 1231-6, 1344): none is counted. Give "
        "the day on which it was received.",
    ),
    "insolvency_before_due": (
        "La procédure collective ouverte le {day} interdisait de payer à l’échéance : ni intérêts ni indemnité. "
        "Déclarez la créance au mandataire dans les deux mois de l’annonce au BODACC.",
        "The insolvency opened on {day} forbade payment on the due date: neither interest nor indemnity. Declare the "
        "claim to the liquidator within two months of the BODACC notice.",
    ),
    "insolvency_stops_interest": (
        "Les intérêts s’arrêtent la veille de l’ouverture de la procédure collective, le {day} (C. com. L622-28). "
        "Déclarez la créance au mandataire dans les deux mois de l’annonce au BODACC.",
        "Interest stops the day before the insolvency opened, on {day} (C. com. L622-28). Declare the claim to the "
        "liquidator within two months of the BODACC notice.",
    ),
    "paid_after_insolvency": (
        "Le paiement du {day} est postérieur à l’ouverture de la procédure collective : il peut être annulé. Parlez-en "
        "au mandataire.",
        "The payment of {day} came after the insolvency opened: it may be annulled. Speak to the liquidator.",
    ),
}
