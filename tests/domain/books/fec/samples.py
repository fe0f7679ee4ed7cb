"""A small sound FEC, line by line, for tests to break."""

from quitus.domain.books.fec.row import FIELDS

NAME = "732829320FEC20261231.txt"
HEADER = "|".join(FIELDS)
# A year of a studio: opening balance, invoice, another invoice in dollars, payment.
ROWS = (
    "AN|À-nouveaux|AN000001|20260101|411000|Clients|C0007|DUPONT SARL|F202500040|20251130|À-nouveau F202500040|600,00"
    "|0,00|AB|20260120|20260110||",
    "AN|À-nouveaux|AN000001|20260101|890000|Bilan d'ouverture|||F202500040|20251130|À-nouveau F202500040|0,00|600,00"
    "|||20260110||",
    "VE|Ventes|VE000042|20260915|411000|Clients|C0007|DUPONT SARL|F202600042|20260915|Facture F202600042|1200,00|0,00"
    "|AA|20261015|20260930||",
    "VE|Ventes|VE000042|20260915|706000|Prestations de services|||F202600042|20260915|Facture F202600042|0,00|1000,00"
    "|||20260930||",
    "VE|Ventes|VE000042|20260915|445710|TVA collectée|||F202600042|20260915|Facture F202600042|0,00|200,00"
    "|||20260930||",
    "VE|Ventes|VE000043|20260920|411000|Clients|C0009|ACME INC|F202600043|20260920|Facture F202600043|920,00|0,00"
    "|||20260930|1000,00|USD",
    "VE|Ventes|VE000043|20260920|706000|Prestations de services|||F202600043|20260920|Facture F202600043|0,00|920,00"
    "|||20260930|1000,00|USD",
    "BQ|Banque|BQ000001|20261015|512000|Banques|||R17|20261015|Règlement DUPONT SARL|1200,00|0,00|||20261031||",
    "BQ|Banque|BQ000001|20261015|411000|Clients|C0007|DUPONT SARL|R17|20261015|Règlement DUPONT SARL|0,00|1200,00"
    "|AA|20261015|20261031||",
)
PLACES = {name: place for place, name in enumerate(FIELDS)}


def with_cells(row: str, **cells: str) -> str:
    """The row with other contents in some fields."""
    parts = row.split("|")
    for name, value in cells.items():
        parts[PLACES[name]] = value
    return "|".join(parts)


def fec(rows=ROWS, header: str = HEADER, *, end: str = "\r\n", encoding: str = "utf-8") -> bytes:
    """The file as bytes."""
    return "".join(line + end for line in (header, *rows)).encode(encoding)


def changed(line: int, **cells: str) -> bytes:
    """The sound file with other cells in one line, counted as in the file (2 is the first row)."""
    rows = list(ROWS)
    rows[line - 2] = with_cells(rows[line - 2], **cells)
    return fec(rows)
