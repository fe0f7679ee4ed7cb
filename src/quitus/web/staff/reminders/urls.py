"""Addresses of the reminders: the calendar, one message, and what is done with them."""

from django.urls import path

from quitus.web.staff.reminders import lists, message, tasks, views

urlpatterns = [
    path("", views.calendar, name="reminders"),
    path("approve", views.approve_several, name="approve_several"),
    path("history", lists.history, name="reminder_history"),
    path("why", lists.why, name="why"),
    path("received", lists.received, name="received"),
    path("received/answer", lists.answer_received, name="answer_received"),
    path("tasks/<id:reminder_id>", tasks.settle, name="task"),
    path("message/<id:message_id>", message.show, name="message"),
    path("message/<id:message_id>/mail", message.mail, name="message_mail"),
    path("message/<id:message_id>/approve", message.approve, name="message_approve"),
    path("message/<id:message_id>/postpone", message.postpone, name="message_postpone"),
    path("message/<id:message_id>/withdraw", message.withdraw, name="message_withdraw"),
    path("message/<id:message_id>/word", message.word, name="message_word"),
    path("message/<id:message_id>/arrived", message.arrived, name="message_arrived"),
    path("message/<id:message_id>/again", message.again, name="message_again"),
]
