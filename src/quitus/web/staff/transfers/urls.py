"""Addresses of transfer orders: the list, one of them, its transfers, its steps."""

from django.urls import path

from quitus.web.staff.transfers import payees, steps, views

urlpatterns = [
    path("", views.transfers, name="transfers"),
    path("new", views.new, name="transfers_new"),
    path("second-approval", steps.second, name="transfers_second"),
    path("<id:order_id>", views.order, name="transfer_order"),
    path("<id:order_id>/change", views.change, name="transfer_order_change"),
    path("<id:order_id>/add", payees.add, name="transfer_add"),
    path("transfer/<id:transfer_id>/remove", payees.remove, name="transfer_remove"),
    path("<id:order_id>/submit", steps.submit, name="transfer_order_submit"),
    path("<id:order_id>/reopen", steps.reopen, name="transfer_order_reopen"),
    path("<id:order_id>/approve", steps.approve, name="transfer_order_approve"),
    path("<id:order_id>/file", steps.file, name="transfer_order_file"),
    path("<id:order_id>/cancel", steps.cancel, name="transfer_order_cancel"),
    path("<id:order_id>/paid-back", steps.paid_back, name="transfer_order_paid_back"),
    path("<id:order_id>/owed-back", steps.owed_back, name="transfer_order_owed_back"),
]
