"""Addresses of the aged balance: the page, and the same as a file."""

from django.urls import path

from quitus.web.staff.aged import views

urlpatterns = [
    path("", views.aged, name="aged"),
    path("export.csv", views.export, name="aged_export"),
]
