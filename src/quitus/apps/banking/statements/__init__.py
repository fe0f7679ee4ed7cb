"""Statements taken in: each line told once, gaps and sums kept true, an import undone whole."""
