from django.apps import AppConfig


class OutgoingConfig(AppConfig):
    name = "quitus.apps.outgoing"
    label = "outgoing"

    def ready(self) -> None:
        from quitus.apps.banking.watchers import watch_lines
        from quitus.apps.outgoing.executing import Execution

        watch_lines(Execution())
