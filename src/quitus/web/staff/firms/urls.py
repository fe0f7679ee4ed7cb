from django.urls import path

from quitus.web.staff.firms import views

urlpatterns = [path("choose", views.choose, name="firm_choose")]
