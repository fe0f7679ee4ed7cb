"""Banks' tables, CSV and Excel: found by content, read by known profiles, by their headers' words, or as a person says.

The door for whoever shows a page of columns, or remembers what somebody said of them (`ports/bank_tables.py`):

- `DetectingReader.read(file)` reads what is sure. A table whose columns are not sure is refused with
  `bank_table_columns_unsure`, whose fact `guess` is a `TableGuess` (domain/banking/column_mapping.py): the headers, the
  first rows, the mapping that seems likeliest, and what is not sure about it.
- `DetectingReader.guess(file)` gives the guesses of each table of a file, sure or not, without reading its movements.
- `DetectingReader.knowing({fingerprint: mapping})` is a reader that reads tables with these headers so. What a person
  said counts more than what is found out; a mapping that cannot be used is refused with `bank_mapping_…`.
- `TableGuess.fingerprint` is the key to remember a mapping by, `ColumnMapping.plain()` and `mapping_from()` what to
  keep of it.
"""
