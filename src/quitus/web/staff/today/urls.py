from django.urls import path

from quitus.web.staff.today import views

urlpatterns = [path("", views.first_page, name="today")]
