"""QIF: the records of Quicken and Money that some banks still offer."""
