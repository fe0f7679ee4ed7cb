"""`quitus demo`: a believable firm by living through its days, whose books and balances agree."""

import json


def test_a_month_of_the_studio_and_a_clean_bill_of_health(quitus, tmp_path):
    code, output, errors = quitus("demo", "--days", "30", "--build-only", language="en")
    assert (code, errors) == (0, "")
    assert "  http://localhost:8000/\n  camille@studio-marelle.example\n  demonstration\n" in output
    assert json.loads(quitus("doctor", "--json")[1]) == {"sound": True, "organisations": 1, "findings": []}
    code, output, errors = quitus("aged", "--json")
    assert (code, errors) == (0, "")
    assert len(json.loads(output)["clients"]) > 3
    # Once built it is left as it is.
    before = (tmp_path / "home" / "demo").stat().st_mtime_ns
    assert quitus("demo", "--days", "30", "--build-only")[0] == 0
    assert (tmp_path / "home" / "demo").stat().st_mtime_ns == before


def test_a_firm_of_ones_own_is_never_built_over(quitus, organisation_committed):
    code, output, errors = quitus("demo", "--days", "30", "--build-only")
    assert (code, output) == (1, "")
    assert "démonstration" in errors
