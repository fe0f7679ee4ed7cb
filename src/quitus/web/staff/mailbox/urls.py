from django.urls import path

from quitus.web.staff.mailbox import views

urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("<id:content_id>", views.letter, name="mailbox_letter"),
    path("<id:content_id>/words", views.words, name="mailbox_words"),
    path("<id:content_id>/files/<id:file_id>", views.file, name="mailbox_file"),
]
