"""Sentences for refusals about the books and their export: (French, English) by code."""

BOOKS_SENTENCES: dict[str, tuple[str, str]] = {}
