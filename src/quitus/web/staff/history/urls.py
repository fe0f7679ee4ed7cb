"""Addresses of the history: the list and its file, one movement, rules, what is written down by hand."""

from django.urls import path

from quitus.web.staff.history import entries, movement, views

urlpatterns = [
    path("", views.history, name="history"),
    path("export.csv", views.export, name="history_export"),
    path("rules", movement.rules, name="history_rules"),
    path("rules/<id:rule_id>/remove", movement.remove_rule, name="history_rule_remove"),
    path("new", entries.new, name="history_new"),
    path("entries/<id:entry_id>/cancel", entries.cancel, name="entry_cancel"),
    path("entries/<id:entry_id>/document", entries.document, name="entry_document"),
    path("entries/<id:entry_id>/lines/<id:line_id>/join", entries.join, name="entry_join"),
    path("entries/<id:entry_id>/lines/<id:line_id>/apart", entries.apart, name="entry_apart"),
    path("<id:movement_id>", movement.movement, name="movement"),
    path("<id:movement_id>/kind", movement.kind, name="movement_kind"),
    path("<id:movement_id>/let", movement.let, name="movement_let"),
]
