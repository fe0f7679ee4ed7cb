from django.urls import path

from quitus.web.staff.bank import accounts, by_hand, columns, habits, known_tables, statements, undoing, views

urlpatterns = [
    path("", views.bank, name="bank"),
    path("lines/<id:line_id>", views.line, name="line"),
    path("lines/<id:line_id>/by-hand", by_hand.choose, name="line_by_hand"),
    path("lines/<id:line_id>/match", by_hand.match, name="line_match"),
    path("lines/<id:line_id>/ignore", views.ignore, name="line_ignore"),
    path("matches/<id:match_id>/accept", views.accept, name="match_accept"),
    path("matches/<id:match_id>/dismiss", views.dismiss, name="match_dismiss"),
    path("matches/<id:match_id>/undo", views.undo, name="match_undo"),
    path("lines/<id:line_id>/always", habits.always, name="line_always"),
    path("matching", habits.habits, name="bank_habits"),
    path("matching/care", habits.care, name="bank_care"),
    path("rules/<id:payer_rule_id>/remove", habits.remove, name="rule_remove"),
    path("learnt/<id:key_id>/forget", habits.forget, name="account_forget"),
    path("statements", statements.statements, name="statements"),
    path("statements/import", statements.import_files, name="statements_import"),
    path("files/<id:waiting_id>", columns.columns, name="columns"),
    path("files/<id:waiting_id>/give-up", columns.give_up, name="columns_give_up"),
    path("tables/<id:known_id>", known_tables.known_table, name="known_table"),
    path("tables/<id:known_id>/forget", known_tables.forget, name="known_table_forget"),
    path("statements/<id:statement_id>/undo", undoing.undo, name="import_undo"),
    path("accounts/<id:account_id>/go-on", accounts.go_on, name="bank_account_go_on"),
    path("accounts/<id:account_id>/close", accounts.close, name="bank_account_close"),
    path("accounts/<id:account_id>/reopen", accounts.reopen, name="bank_account_reopen"),
]
