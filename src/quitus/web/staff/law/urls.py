"""Addresses of what was agreed about lateness: late terms, rates, legal events and the limitation clock."""

from django.urls import path

from quitus.web.staff.law import events, late_terms, rates

urlpatterns = [
    path("late-terms", late_terms.late_terms, name="late-terms"),
    path("late-terms/save", late_terms.save, name="late-terms_save"),
    path("rates", rates.rates, name="rates"),
    path("rates/add", rates.add, name="rate_add"),
    path("rates/<id:rate_id>/recall", rates.recall, name="rate_recall"),
    path("clients/<id:client_id>", events.legal, name="legal"),
    path("clients/<id:client_id>/late-terms", late_terms.of_client, name="client_late_terms"),
    path("clients/<id:client_id>/late-terms/save", late_terms.save_client, name="client_late_terms_save"),
    path("clients/<id:client_id>/late-terms/follow", late_terms.follow, name="client_late_terms_follow"),
    path("clients/<id:client_id>/events", events.note, name="legal_event_note"),
    path("clients/<id:client_id>/events/<id:event_id>/recall", events.recall, name="legal_event_recall"),
    path("clients/<id:client_id>/events/<id:event_id>/proof", events.proof, name="legal_event_proof"),
]
