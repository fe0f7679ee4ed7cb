"""Whatever the bytes, the checker reports and the reader refuses: neither breaks."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.books.fec.check import check_fec
from quitus.domain.books.fec.findings import Findings
from quitus.domain.importing.fec_files import read_lines
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence
from tests.domain.books.fec.samples import HEADER, NAME, ROWS, fec

QUOTED_HEADER = '"' + HEADER.replace("|", '"|"') + '"'


@pytest.mark.parametrize(
    "line",
    ['"' * 200_000, "|" * 100_000, "\u202e|\u2028|x", "1" * 200_000, ROWS[0].replace("600,00", "9" * 9_999)],
)
@pytest.mark.parametrize("header", [HEADER, QUOTED_HEADER])
def test_hostile_lines_are_only_told(line, header):
    assert check_fec([fec([line], header)], name=NAME).errors


edits = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=6
)


@settings(max_examples=150)
@given(edits, st.sampled_from([HEADER, QUOTED_HEADER, HEADER.replace("Debit|Credit", "Montant|Sens")]))
def test_a_damaged_file_is_reported_or_refused(edits, header):
    content = fec(header=header)
    for place, length, bytes_ in edits:
        start = place % len(content)
        content = content[:start] + bytes_ + content[start + length :]
    report = check_fec([content], name=NAME)
    assert report.errors + report.warnings == sum(report.counts.values())
    for problem in report.problems:
        for language in ("fr", "en"):
            assert not {"\n", "\x1b", "\0"} & set(sentence(problem.refusal(), language))
    with contextlib.suppress(Refused):
        list(read_lines([content], Findings(), ("411",)))


@settings(max_examples=50)
@given(st.binary(max_size=300))
def test_any_bytes_make_a_report(content):
    assert check_fec([content], name="").errors
