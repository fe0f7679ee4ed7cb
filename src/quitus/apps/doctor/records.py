"""Is what was written down still what was written?"""

from collections.abc import Iterator

from quitus.apps.doctor.finding import Finding, rows
from quitus.apps.timeline.queries import broken_chains


def chains_are_whole() -> Iterator[Finding]:
    """The hash chain of each client and of the firm, link by link."""
    for client_id, sequence in broken_chains():
        chain = "the firm" if client_id is None else f"client {client_id}"
        yield Finding(
            "chains", f"timeline of {chain}, link {sequence}", "as it was written", "altered or missing"
        )


def files_are_their_digests() -> Iterator[Finding]:
    """The content of each stored file against the SHA-256 by which it is known."""
    for id_, expected, found in rows(
        """
        SELECT id, encode(sha256, 'hex'), encode(sha256(content), 'hex') FROM files_storedfile
        WHERE sha256 <> sha256(content) ORDER BY id
        """
    ):
        yield Finding("files", f"file {id_}", expected, found)
