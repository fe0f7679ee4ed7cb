from django.urls import path

from quitus.web.styleguide import views

app_name = "styleguide"
urlpatterns = [path("", views.show, name="show")]
