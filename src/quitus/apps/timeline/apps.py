from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "quitus.apps.timeline"
    label = "timeline"
