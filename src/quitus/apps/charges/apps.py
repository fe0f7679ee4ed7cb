from django.apps import AppConfig


class ChargesConfig(AppConfig):
    name = "quitus.apps.charges"
    label = "charges"
