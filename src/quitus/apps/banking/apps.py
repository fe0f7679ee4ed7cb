from django.apps import AppConfig


class BankingConfig(AppConfig):
    name = "quitus.apps.banking"
    label = "banking"
