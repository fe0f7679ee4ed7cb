from django.apps import AppConfig


class BooksConfig(AppConfig):
    name = "quitus.apps.books"
    label = "books"
