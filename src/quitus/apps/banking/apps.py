from django.apps import AppConfig


class BankingConfig(AppConfig):
    name = "quitus.apps.banking"
    label = "banking"

    def ready(self) -> None:
        from quitus.apps.banking.matching.suggestions import Suggestions
        from quitus.apps.payments.watchers import watch

        watch(Suggestions())
