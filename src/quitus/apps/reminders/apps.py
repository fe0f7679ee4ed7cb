from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "quitus.apps.reminders"
    label = "reminders"

    def ready(self) -> None:
        from quitus.apps.outbox.purposes import register
        from quitus.apps.reminders.purpose import PURPOSE, ReminderPurpose

        register(PURPOSE, ReminderPurpose())
