from django.apps import AppConfig


class InvoicingConfig(AppConfig):
    name = "quitus.apps.invoicing"
    label = "invoicing"
