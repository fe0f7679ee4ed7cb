"""Sentences for refusals about charges, credit notes and other ways out of a debt: (French, English) by code."""

CHARGE_SENTENCES: dict[str, tuple[str, str]] = {}
