from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "quitus.apps.organisations"
    label = "organisations"
