"""`quitus bank match`: which open items bank lines pay, and why; from two files, without a database."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from quitus.cli.main import language_of_terminal
from quitus.domain.matching.facts import Evidence, Verdict
from quitus.domain.refused import Refused
from quitus.ports.readable import readable
from quitus.ports.refusals import sentence

PER_MILLE = 1000
STANDARD_INPUT = Path("-")


@click.command()
@click.option(
    "--lines",
    "lines_file",
    required=True,
    type=click.Path(path_type=Path),
    help="Lines as `quitus bank read --json` prints them; - for the standard input.",
)
@click.option(
    "--open",
    "open_file",
    required=True,
    type=click.Path(path_type=Path),
    help="Open items: a JSON list of id, client, client_name, number, reference, due, amount, currency, ibans, "
    "aliases.",
)
@click.option("--json", "as_json", is_flag=True, help="A JSON list with one verdict a line.")
@click.option(
    "--language",
    type=click.Choice(["fr", "en"]),
    default=language_of_terminal,
    help="Language of the sentences; by default the terminal's.",
)
def match(lines_file: Path, open_file: Path, as_json: bool, language: str) -> None:
    """Say which open items each line pays, with the score, the margin to the second best, and the reasons.

    auto: sure enough to act alone; suggest: a person confirms; none: nothing fits. Lines are numbered from 0 in the
    order of the file, pending ones included. Money given by an automatic verdict is not given again. Nothing is stored.

    Exit 0: all lines were judged; 1: a file cannot be used, which is said on the error output.
    """
    from quitus.cli.match_files import read_lines, read_open

    try:
        lines = read_lines(_content(lines_file))
        opened = read_open(_content(open_file))
    except Refused as refusal:
        click.echo(sentence(refusal, language), err=True)
        sys.exit(1)
    from quitus.domain.matching.search import OpenIndex, match_all

    verdicts = match_all(
        [line.facts for line in lines],
        OpenIndex(opened.instalments, opened.clients),
        announced=frozenset(number for number, line in enumerate(lines) if line.pending),
    )
    if as_json:
        _write_json(verdicts, opened.ids, language)
    else:
        for number, verdict in enumerate(verdicts):
            click.echo(_told(number, verdict, opened.ids, language))


def _content(path: Path) -> bytes:
    from quitus.config.input_files import read_input

    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return read_input(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused("file_trouble", file=click.format_filename(path), reason=reason) from None


def _write_json(verdicts: Sequence[Verdict], ids: Sequence[object], language: str) -> None:
    out = sys.stdout
    out.write("[")
    for number, verdict in enumerate(verdicts):
        out.write(",\n" if number else "")
        out.write(json.dumps(_as_json(number, verdict, ids, language)))
    out.write("]\n")
    out.flush()


def _as_json(number: int, verdict: Verdict, ids: Sequence[object], language: str) -> dict[str, object]:
    return {
        "line": number,
        "verdict": verdict.kind,
        "allocations": [
            {"id": ids[item_id], "amount": f"{amount.decimal:f}"} for item_id, amount in verdict.allocations
        ],
        "score": verdict.score / PER_MILLE,
        "margin": verdict.margin / PER_MILLE,
        "evidence": list(_reasons(verdict.evidence, language)),
    }


def _told(number: int, verdict: Verdict, ids: Sequence[object], language: str) -> str:
    """The line's number, the verdict and its score, what it pays, and the reasons below."""
    from quitus.ports import formats

    paid = ", ".join(
        f"{ids[item_id]} {formats.money(amount, language)}" for item_id, amount in verdict.allocations
    )
    head = f"{number}\t{verdict.kind}\t{verdict.score / PER_MILLE:.3f}\t{paid}".rstrip()
    return "\n".join([head, *(f"\t{reason}" for reason in _reasons(verdict.evidence, language))])


def _reasons(evidence: Sequence[Evidence], language: str) -> Iterator[str]:
    from quitus.ports.match_sentences import reason_in_words

    colon = ": " if language.startswith("en") else "\N{NO-BREAK SPACE}: "
    for reason in evidence:
        words, rests_on = reason_in_words(reason.kind, _in_words(reason.facts, language), language)
        yield f"{words}{colon}{rests_on}" if rests_on else words


def _in_words(facts: Mapping[str, object], language: str) -> dict[str, object]:
    from quitus.ports.match_sentences import listed

    return {
        name: listed(fact, language) if isinstance(fact, tuple) else readable(fact, language)
        for name, fact in facts.items()
    }
