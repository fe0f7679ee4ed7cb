from django.urls import path

from quitus.web.staff.mailbox import views

urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("<int:content_id>", views.letter, name="mailbox_letter"),
    path("<int:content_id>/words", views.words, name="mailbox_words"),
    path("<int:content_id>/files/<int:file_id>", views.file, name="mailbox_file"),
]
