from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "quitus.apps.reminders"
    label = "reminders"
