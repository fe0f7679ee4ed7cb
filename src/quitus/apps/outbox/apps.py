from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "quitus.apps.outbox"
    label = "outbox"
