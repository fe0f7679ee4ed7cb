"""Makes MT940 and MT942 messages as banks write them."""

ACCOUNT = "FR7630006000011234567890189"
TEN = ":61:2601050105C10,00NTRFNONREF//B1"
CLOSING = ":62F:C260105EUR10,00"


def mt940(
    *body: str, account: str = ACCOUNT, number: str = "1/1", opening: str = ":60F:C260104EUR0,00",
    closing: str = CLOSING, end: str = "-", newline: str = "\r\n",
) -> bytes:  # fmt: skip
    """One statement; an empty part is left out."""
    parts = (":20:STARTUMS", f":25:{account}", f":28C:{number}", opening, *body, closing, end)
    return text(*parts, newline=newline)


def mt942(*body: str, floor: str = ":34F:EUR0,", end: str = "-") -> bytes:
    """One report of the day."""
    parts = (":20:STARTDISPO", f":25:{ACCOUNT}", ":28C:1/1", floor, ":13D:2601051200+0100", *body, end)
    return text(*parts)


def text(*lines: str, newline: str = "\r\n") -> bytes:
    return "".join(line.replace("\n", newline) + newline for line in lines if line).encode()


def swift(content: bytes, kind: str = "940") -> bytes:
    """The message in its envelope."""
    body = content.decode().rstrip("\r\n-")
    return f"{{1:F01BANKFRPPAXXX0000000000}}{{2:O{kind}BANKFRPPXXXXN}}{{4:\r\n{body}\r\n-}}".encode()
