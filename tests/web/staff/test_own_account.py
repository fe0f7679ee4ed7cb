"""A user's own pages: password and second factor, which belong to no firm."""

import pytest

from quitus.apps.organisations.models import Membership

PAGES = ["/account/password/change/", "/account/2fa/", "/account/2fa/totp/activate", "/account/logout/"]


@pytest.mark.parametrize("address", PAGES)
def test_a_member_finds_them(reader, firm, address):
    page = reader.get(address, follow=True)
    assert page.status_code == 200
    assert 'class="entrance"' in page.content.decode()


def test_the_second_factor_shows_its_code(reader, firm):
    assert "data:image/svg" in reader.get("/account/2fa/totp/activate", follow=True).content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_so_does_who_was_removed_from_the_last_firm(reader, firm, address):
    Membership.objects.all().delete()
    assert reader.get(address, follow=True).status_code == 200
