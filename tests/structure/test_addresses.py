"""Each name of an address means one address: of two, a link would lead to the other one's page."""

from collections import Counter
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def names(resolver: URLResolver, within: str = "") -> Iterator[tuple[str, str]]:
    """(namespace, name) of each address that has one."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from names(one, f"{within}:{one.namespace}" if one.namespace else within)
        elif isinstance(one, URLPattern) and one.name:
            yield within, one.name


def test_no_name_means_two_addresses():
    counted = Counter(names(get_resolver()))
    assert counted
    assert [name for name, count in counted.items() if count > 1] == []
