"""A refusal: what the rules will not do, as a code and the facts that a sentence needs."""

from collections.abc import Mapping


class Refused(Exception):
    """The rules say no. `web` and `cli` turn the code into a sentence that says what to do next.

    `code` is a stable snake_case word, listed with its sentence in `ports/refusals.py`;
    `facts` fills the sentence (already plain values: text, numbers, dates, Money).
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, object] = facts

    def __str__(self) -> str:
        known = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({known})"
