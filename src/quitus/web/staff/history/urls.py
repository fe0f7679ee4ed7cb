"""Addresses of the history: the list and its file, one movement, rules."""

from django.urls import path

from quitus.web.staff.history import movement, views

urlpatterns = [
    path("", views.history, name="history"),
    path("export.csv", views.export, name="history_export"),
    path("rules", movement.rules, name="history_rules"),
    path("rules/<id:rule_id>/remove", movement.remove_rule, name="history_rule_remove"),
    path("<id:movement_id>", movement.movement, name="movement"),
    path("<id:movement_id>/kind", movement.kind, name="movement_kind"),
    path("<id:movement_id>/let", movement.let, name="movement_let"),
]
