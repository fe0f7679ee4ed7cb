"""A plain invoice as a PDF of one page, so that the demonstration has something to open and attach."""

from collections.abc import Sequence


def one_page_pdf(lines: Sequence[tuple[int, int, int, str]]) -> bytes:
    """A PDF 1.4 with these texts: (x, y from the bottom, size, words), in Helvetica, cp1252."""
    content = b"".join(
        b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (size, x, y, _escaped(words)) for x, y, size, words in lines
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%sendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    pdf, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return pdf + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(pdf))
    )


def invoice_pdf(
    *, firm: str, client: str, number: str, label: str, issued: str, due: str, total: str
) -> bytes:
    """The studio's invoice, as its billing tool would have made it."""
    return one_page_pdf(
        [
            (60, 770, 18, firm),
            (60, 750, 10, "12 rue des Carmes, 25000 Besançon · SIREN 732 829 320"),
            (330, 690, 11, client),
            (60, 620, 16, f"Facture {number}"),
            (60, 600, 10, f"Émise le {issued}, à régler le {due}"),
            (60, 550, 11, label),
            (450, 550, 11, total),
            (60, 500, 12, "Total TTC"),
            (450, 500, 12, total),
            (
                60,
                440,
                9,
                "Pénalités de retard : taux BCE + 10 points. Indemnité forfaitaire de recouvrement : 40 EUR.",
            ),
            (60, 426, 9, "Facture d’exemple, sans valeur."),
        ]
    )


def _escaped(words: str) -> bytes:
    raw = words.replace("\u202f", " ").replace("\xa0", " ").replace("€", "EUR").encode("cp1252", "replace")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
