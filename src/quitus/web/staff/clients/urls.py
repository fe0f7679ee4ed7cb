"""Addresses of the clients: the list, the card, and everything that is done from it."""

from django.urls import path

from quitus.web.staff.clients import answers, contacts, details, pauses, payments, views

urlpatterns = [
    path("", views.clients, name="clients"),
    path("new", details.new, name="client_new"),
    path("<id:client_id>", views.client, name="client"),
    path("<id:client_id>/history", views.history, name="client_history"),
    path("<id:client_id>/edit", details.edit, name="client_edit"),
    path("<id:client_id>/archive", details.archive, name="client_archive"),
    path("<id:client_id>/restore", details.restore, name="client_restore"),
    path("<id:client_id>/link/revoke", details.revoke, name="client_link_revoke"),
    path("<id:client_id>/contacts/new", contacts.new, name="contact_new"),
    path("contacts/<id:contact_id>", contacts.edit, name="contact_edit"),
    path("contacts/<id:contact_id>/up", contacts.up, name="contact_up"),
    path("contacts/<id:contact_id>/archive", contacts.archive, name="contact_archive"),
    path("<id:client_id>/promise", answers.promise, name="promise_note"),
    path("promises/<id:promise_id>/withdraw", answers.withdraw, name="promise_withdraw"),
    path("<id:client_id>/dispute", answers.dispute, name="dispute_note"),
    path("disputes/<id:dispute_id>/resolve", answers.resolve, name="dispute_resolve"),
    path("claims/<id:claim_id>/settle", answers.settle, name="claim_settle"),
    path("<id:client_id>/pause", pauses.pause, name="client_pause"),
    path("pauses/<id:hold_id>/lift", pauses.lift, name="pause_lift"),
    path("<id:client_id>/payments/new", payments.new, name="payment_new"),
    path("<id:client_id>/payments/<id:payment_id>/take-back", payments.take_back, name="payment_take_back"),
    path("<id:client_id>/credit/use", payments.use_credit, name="credit_use"),
]
