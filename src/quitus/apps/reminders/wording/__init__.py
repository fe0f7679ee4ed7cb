"""The words of reminders: data, one file per step and language, read by `letters.py`.

`fr/any_problem.txt` begins with its subject and its preview; then come paragraphs, one blank line apart. A paragraph
that is only a name in brackets stands for a piece of its own ([lines], [pay]), laid out apart for plain text and
HTML; [total] inside a paragraph is the amount that HTML shows large. The rest is Django's template language; a word
between double braces is one of the facts that `facts_of_letter.py` gives.
"""
