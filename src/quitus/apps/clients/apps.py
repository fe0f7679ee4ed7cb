from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "quitus.apps.clients"
    label = "clients"
