from django.apps import AppConfig

from quitus.web.ids import know_ids


class WebConfig(AppConfig):
    name = "quitus.web"
    label = "web"

    def ready(self) -> None:
        know_ids()
