"""Addresses of the clients: the list, the card, and everything that is done from it."""

from django.urls import path

from quitus.web.staff.clients import answers, contacts, details, pauses, payments, views

urlpatterns = [
    path("", views.clients, name="clients"),
    path("new", details.new, name="client_new"),
    path("<int:client_id>", views.client, name="client"),
    path("<int:client_id>/history", views.history, name="client_history"),
    path("<int:client_id>/edit", details.edit, name="client_edit"),
    path("<int:client_id>/archive", details.archive, name="client_archive"),
    path("<int:client_id>/restore", details.restore, name="client_restore"),
    path("<int:client_id>/link/revoke", details.revoke, name="client_link_revoke"),
    path("<int:client_id>/contacts/new", contacts.new, name="contact_new"),
    path("contacts/<int:contact_id>", contacts.edit, name="contact_edit"),
    path("contacts/<int:contact_id>/up", contacts.up, name="contact_up"),
    path("contacts/<int:contact_id>/archive", contacts.archive, name="contact_archive"),
    path("<int:client_id>/promise", answers.promise, name="promise_note"),
    path("promises/<int:promise_id>/withdraw", answers.withdraw, name="promise_withdraw"),
    path("<int:client_id>/dispute", answers.dispute, name="dispute_note"),
    path("disputes/<int:dispute_id>/resolve", answers.resolve, name="dispute_resolve"),
    path("claims/<int:claim_id>/settle", answers.settle, name="claim_settle"),
    path("<int:client_id>/pause", pauses.pause, name="client_pause"),
    path("pauses/<int:hold_id>/lift", pauses.lift, name="pause_lift"),
    path("<int:client_id>/payments/new", payments.new, name="payment_new"),
    path("<int:client_id>/payments/<int:payment_id>/take-back", payments.take_back, name="payment_take_back"),
    path("<int:client_id>/credit/use", payments.use_credit, name="credit_use"),
]
