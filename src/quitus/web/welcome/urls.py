from django.urls import path

from quitus.web.welcome import views

urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("/<slug:step>", views.step, name="welcome_step"),
]
