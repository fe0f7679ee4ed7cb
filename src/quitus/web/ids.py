"""Ids in addresses: as many digits as the database surely holds. A longer number names nothing, hence 404."""

from django.urls import register_converter

MOST_DIGITS = 18


class IdConverter:
    """`<id:client_id>` in an address."""

    regex = f"[0-9]{{1,{MOST_DIGITS}}}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


def know_ids() -> None:
    """Let addresses say `<id:…>`; before the first one is read."""
    register_converter(IdConverter, "id")
