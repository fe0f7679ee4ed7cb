from django.urls import path

from quitus.web.staff.settings import firm, mail, members, policies, views

urlpatterns = [
    path("", views.settings, name="settings"),
    path("language", views.language, name="settings_language"),
    path("firm", firm.firm, name="settings_firm"),
    path("bank-account", firm.bank_account, name="settings_bank_account"),
    path("mailbox", mail.mailbox, name="settings_mailbox"),
    path("mailbox/test", mail.send_test, name="settings_mailbox_test"),
    path("policies/<id:policy_id>", policies.policy, name="settings_policy"),
    path("policies/<id:policy_id>/automatic", policies.automatic, name="settings_policy_automatic"),
    path("members/add", members.add, name="settings_member_add"),
    path("members/<id:user_id>/role", members.role, name="settings_member_role"),
    path("members/<id:user_id>/remove", members.remove, name="settings_member_remove"),
    path("members/<id:user_id>/link", members.link, name="settings_member_link"),
]
