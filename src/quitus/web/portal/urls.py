"""The portal's addresses, all behind the secret link."""

from django.urls import path

from quitus.web.portal import charges, views

app_name = "portal"

urlpatterns = [
    path("<str:token>", views.account, name="account"),
    path("<str:token>/promise", views.promise, name="promise"),
    path("<str:token>/dispute", views.dispute, name="dispute"),
    path("<str:token>/paid", views.already_paid, name="paid"),
    path("<str:token>/invoices/<id:invoice_id>.pdf", views.document, name="document"),
    path("<str:token>/charges/<id:claim_id>", charges.claim, name="claim"),
    path("<str:token>/charges/<id:claim_id>.pdf", charges.document, name="claim_document"),
    path("<str:token>/receipts", views.receipts, name="receipts"),
    path("<str:token>/receipts/<id:payment_id>", views.receipt, name="receipt"),
]
