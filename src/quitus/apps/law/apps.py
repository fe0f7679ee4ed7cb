from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "quitus.apps.law"
    label = "law"
