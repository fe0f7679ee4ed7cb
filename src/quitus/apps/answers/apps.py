from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "quitus.apps.answers"
    label = "answers"
