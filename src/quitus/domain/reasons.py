"""Why a rule says what it says: a code and facts, turned into a sentence outside the domain."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, init=False)
class Reason:
    """`code` has its sentence among those of refusals; `facts` fills it (see `ports/reasons.py`)."""

    code: str
    facts: Mapping[str, object] = field(hash=False)

    def __init__(self, code: str, **facts: object) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "facts", facts)
