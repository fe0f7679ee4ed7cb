"""CODA: the coded statement of account of Belgian banks, version 2 of Febelfin's standard (up to 2.6)."""
