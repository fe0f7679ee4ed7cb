from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "quitus.apps.files"
    label = "files"
