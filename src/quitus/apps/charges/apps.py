from django.apps import AppConfig


class ChargesConfig(AppConfig):
    name = "quitus.apps.charges"
    label = "charges"

    def ready(self) -> None:
        from quitus.apps.charges.corrections import correct_claims_of
        from quitus.apps.clients.watchers import watch

        watch(correct_claims_of)
