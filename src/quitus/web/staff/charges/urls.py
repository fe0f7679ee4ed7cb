"""Addresses of charges, reductions and refunds; each is reached from a client's card or an invoice's page."""

from django.urls import path

from quitus.web.staff.charges import claims, doubtful, reductions, refunds

urlpatterns = [
    path("clients/<id:client_id>/claim", claims.claim, name="charges_claim"),
    path("claims/<id:claim_id>", claims.claimed, name="charge_claim"),
    path("claims/<id:claim_id>.pdf", claims.document, name="charge_claim_document"),
    path("claims/<id:claim_id>.csv", claims.sheet_file, name="charge_claim_sheet"),
    path("<id:charge_id>/waive", claims.waived, name="charge_waive"),
    path("<id:charge_id>/proof", claims.proof, name="charge_proof"),
    path("invoices/<id:invoice_id>/reduce/<str:kind>", reductions.reduction, name="reduction_new"),
    path("invoices/<id:invoice_id>/doubtful", doubtful.doubtful, name="doubtful"),
    path("reductions/<id:reduction_id>/take-back", reductions.take_back, name="reduction_take_back"),
    path("clients/<id:client_id>/refund", refunds.new, name="refund_new"),
    path("refunds/<id:refund_id>/take-back", refunds.take_back, name="refund_take_back"),
]
