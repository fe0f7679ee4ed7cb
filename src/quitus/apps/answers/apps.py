from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "quitus.apps.answers"
    label = "answers"

    def ready(self) -> None:
        from quitus.apps.answers.reopening import KeptPromises
        from quitus.apps.payments.watchers import watch

        watch(KeptPromises())
