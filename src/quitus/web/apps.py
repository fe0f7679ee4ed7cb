from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "quitus.web"
    label = "web"
