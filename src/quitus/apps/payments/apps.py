from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "quitus.apps.payments"
    label = "payments"
