"""Addresses of what is owed: the list, an invoice, the import and the release after it."""

from django.urls import path

from quitus.web.staff.invoices import importing, releasing, views

urlpatterns = [
    path("", views.invoices, name="invoices"),
    path("release", releasing.release, name="invoices_release"),
    path("import", importing.upload, name="import"),
    path("import/<str:slip>", importing.preview, name="import_preview"),
    path("import/<str:slip>/take", importing.take, name="import_take"),
    path("<id:invoice_id>", views.invoice, name="invoice"),
    path("<id:invoice_id>.pdf", views.document, name="invoice_document"),
    path("<id:invoice_id>/arrived", views.arrived, name="invoice_arrived"),
    path("instalments/<id:instalment_id>/go-on", views.go_on, name="instalment_go_on"),
    path("instalments/<id:instalment_id>/release", releasing.release_one, name="instalment_release"),
]
