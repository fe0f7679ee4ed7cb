from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Wires the outside in as soon as Django is set up, in every process."""

    name = "quitus.config"
    label = "config"

    def ready(self) -> None:
        from quitus.config.wiring import wire_adapters

        wire_adapters()
