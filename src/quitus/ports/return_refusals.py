"""Sentences for refusals about money that goes back: (French, English) by code."""

RETURN_REFUSALS: dict[str, tuple[str, str]] = {
    "payment_returned": (
        "La banque a repris ce règlement le {day}. Annulez d’abord ce retour, s’il n’a pas eu lieu.",
        "The bank took this payment back on {day}. Undo that return first, if it did not happen.",
    ),
    "payment_taken_back": (
        "Ce règlement a déjà été repris. Rien n’a été changé.",
        "This payment was taken back already. Nothing was changed.",
    ),
    "payment_back_already": (
        "Une autre ligne de la banque reprend déjà ce règlement. Choisissez-en un autre, ou défaites-la d’abord.",
        "Another bank line takes this payment back already. Choose another one, or undo that first.",
    ),
    "return_of_cash": (
        "Des espèces ne reviennent pas impayées. Si la saisie est une erreur, reprenez le règlement.",
        "Cash does not come back unpaid. If it was written down by mistake, take the payment back.",
    ),
    "return_in_the_future": (
        "Le {day} n’est pas encore passé. Donnez le jour où la banque a repris l’argent.",
        "{day} has not come yet. Give the day on which the bank took the money back.",
    ),
    "return_before_payment": (
        "Le règlement est du {day} : il n’a pas pu revenir avant. Vérifiez le jour.",
        "The payment is of {day}: it cannot have come back before. Check the day.",
    ),
    "return_amount_wrong": (
        "Il ne peut revenir qu’un montant positif, {amount} au plus.",
        "Only an amount above zero can come back, {amount} at most.",
    ),
    "return_fee_wrong": (
        "Ces frais sont impossibles. Donnez un montant positif, ou rien.",
        "Such a fee is impossible. Give an amount above zero, or none.",
    ),
    "return_fee_claimed": (
        "Les frais sont réclamés au client ({number}). Abandonnez d’abord cette réclamation.",
        "The client was asked for the fee ({number}). Waive that claim first.",
    ),
    "return_rest_moved": (
        "Ce qui restait de ce règlement a été repris depuis. Rétablissez-le d’abord.",
        "What had stayed of this payment was taken back since. Put that right first.",
    ),
    "return_undone": (
        "Ce retour a été annulé le {day}. Rien n’a été changé.",
        "This return was undone on {day}. Nothing was changed.",
    ),
    "return_without_fee": (
        "La banque n’a rien demandé pour ce retour : il n’y a rien à réclamer.",
        "The bank asked for nothing for this return: there is nothing to claim.",
    ),
    "return_without_invoice": (
        "Ce règlement ne réglait aucune facture : il n’y a rien à quoi rattacher les frais.",
        "This payment settled no invoice: there is nothing that the fee could belong to.",
    ),
    "line_not_a_debit": (
        "Cette ligne apporte de l’argent : elle ne reprend aucun règlement.",
        "This line brings money: it takes no payment back.",
    ),
    "line_return_no_longer_open": (
        "On a décidé de cette ligne entre-temps. Regardez-la de nouveau.",
        "This line was decided about meanwhile. Look at it again.",
    ),
    "return_noted_otherwise": (
        "Il est noté que {amount} de ce règlement sont revenus. Donnez ce montant, ou annulez d’abord ce retour.",
        "It is noted that {amount} of this payment came back. Give that amount, or undo that return first.",
    ),
    "return_fee_noted_otherwise": (
        "Ce retour est noté avec {fee} de frais, et la ligne en prend {asked}. Annulez d’abord ce retour, sur sa page, "
        "puis prenez-le de la ligne avec ses frais.",
        "That return is noted with a fee of {fee}, and the line takes {asked}. Undo that return first, on its page, "
        "then take it from the line with its fee.",
    ),
    "line_return_amounts_wrong": (
        "Donnez un montant positif par règlement repris ; avec les frais, {amount} au plus en tout.",
        "Give an amount above zero for each payment taken back; with the fee, {amount} at most in all.",
    ),
}
