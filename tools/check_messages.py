"""Whether every sentence of the screens exists in every language; `--write` brings the catalogs up to date.

    python -m tools.check_messages [--write]

Ends with 1 and a line per fault: a sentence that the sources have and a catalog has not, one that nobody
says any more, one without translation. `--write` adds and removes sentences; translating is for a person.
"""

import sys

from tools import messages


def main(arguments: list[str]) -> int:
    """0 when every catalog is complete and up to date, else 1."""
    template = messages.gathered()
    found = 0
    for language in messages.LANGUAGES:
        file = messages.path(language)
        catalog = messages.renewed(messages.read(language), template)
        text = messages.text(catalog)
        if "--write" in arguments:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
        elif not file.exists() or file.read_bytes() != text:
            print(f"{file}: not what the sources say; run python -m tools.check_messages --write")
            found += 1
        for fault in messages.faults(catalog):
            print(f"{file}: {fault}")
            found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
