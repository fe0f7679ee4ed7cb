"""Addresses of what came back: one return, what a bank line takes back, a payment returned unpaid."""

from django.urls import path

from quitus.web.staff.returns import lines, payments, views

urlpatterns = [
    path("<id:return_id>", views.one, name="return"),
    path("<id:return_id>/done", views.done, name="return_done"),
    path("<id:return_id>/go-on", views.go_on, name="return_go_on"),
    path("<id:return_id>/fee", views.fee, name="return_fee"),
    path("<id:return_id>/undo", views.undo, name="return_undo"),
    path("lines/<id:line_id>", lines.choose, name="line_returned"),
    path("lines/<id:line_id>/take-back", lines.take_back, name="line_take_back"),
    path("lines/<id:line_id>/dismiss", lines.dismiss, name="line_returns_dismiss"),
    path("proposals/<id:line_return_id>/accept", lines.accept, name="line_return_accept"),
    path("proposals/<id:line_return_id>/undo", lines.undo, name="line_return_undo"),
    path("clients/<id:client_id>/payments/<id:payment_id>", payments.returned, name="payment_returned"),
]
