"""VAT numbers of the European Union by the `python-stdnum` library."""

from quitus.domain.numbers import VatVerdict

# Greece writes EL; EU and IM stand for sellers from outside under the one-stop shop.
OTHER_PREFIXES = frozenset({"el", "eu", "im"})


class EuropeanVatNumbers:
    """Check digits country by country; nothing is asked of any register."""

    def judge(self, number: str) -> tuple[VatVerdict, str]:
        # A tenth of a second: only whoever asks about such a number waits for it.
        from stdnum.eu import vat
        from stdnum.exceptions import InvalidChecksum, ValidationError

        if number[:2].lower() not in (vat.MEMBER_STATES - {"gr"}) | OTHER_PREFIXES:
            return VatVerdict.COUNTRY_UNKNOWN, number
        try:
            return VatVerdict.VALID, vat.validate(number)
        except InvalidChecksum:
            return VatVerdict.CHECK_WRONG, number
        except ValidationError:
            return VatVerdict.MALFORMED, number
