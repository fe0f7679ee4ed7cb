from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Wires the outside in and makes the words readable as soon as Django is set up, in every process."""

    name = "quitus.config"
    label = "config"

    def ready(self) -> None:
        from quitus.config.translations import make_words_readable
        from quitus.config.wiring import wire_adapters

        wire_adapters()
        make_words_readable()
