from django.apps import AppConfig


class ChargesConfig(AppConfig):
    name = "quitus.apps.charges"
    label = "charges"

    def ready(self) -> None:
        from quitus.apps.charges.corrections import correct_all_claims, correct_claims_of
        from quitus.apps.clients import watchers as of_clients
        from quitus.apps.law import watchers as of_law

        of_clients.watch(correct_claims_of)
        of_law.watch(correct_all_claims)
