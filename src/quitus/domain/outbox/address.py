"""Mail addresses as they go over the wire."""


def ascii_address(address: str) -> str:
    """The address with an international domain in its ASCII form; raises UnicodeError for any other letters."""
    local, at, domain = address.rpartition("@")
    domain = domain if domain.isascii() else domain.encode("idna").decode()
    return local.encode("ascii").decode() + at + domain
