"""Documents drawn by Typst: templates, the words around the facts, and the fonts, all kept here."""
