from django.apps import AppConfig


class BankingConfig(AppConfig):
    name = "quitus.apps.banking"
    label = "banking"

    def ready(self) -> None:
        from quitus.apps.banking.matching.suggestions import Suggestions, charges_changed
        from quitus.apps.charges import watchers as of_charges
        from quitus.apps.payments.watchers import watch

        watch(Suggestions())
        of_charges.watch(charges_changed)
