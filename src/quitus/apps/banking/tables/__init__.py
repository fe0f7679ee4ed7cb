"""Tables of banks without a standard: guessed columns, questions to a person, answers remembered."""
