from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "quitus.apps.history"
    label = "history"

    def ready(self) -> None:
        from quitus.apps.banking.watchers import watch_lines
        from quitus.apps.history.taking_in import History

        watch_lines(History())
