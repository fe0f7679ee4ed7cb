"""`quitus password-link`: for whoever runs the machine and has forgotten the password of the site."""

import click

from quitus.domain.refused import Refused


@click.command(name="password-link")
@click.argument("email")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
def password_link(email: str, as_json: bool) -> None:
    """Print a link with which a member chooses a new password: good once, and for three days."""
    from quitus.config.startup import started

    with started():
        import json

        from django.conf import settings

        from quitus.apps.organisations.models import User
        from quitus.web.accounts.links import password_path

        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise Refused("nobody_by_this_address", email=email)
        link = f"{settings.PUBLIC_URL or 'http://127.0.0.1:8000'}{password_path(user)}"
    click.echo(json.dumps({"email": user.email, "link": link}) if as_json else link)
