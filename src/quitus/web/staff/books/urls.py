"""Addresses of the books."""

from django.urls import path

from quitus.web.staff.books import accounts, balances, closing, fec, journals, overview, vat

urlpatterns = [
    path("", overview.overview, name="books"),
    path("checks", overview.checks, name="books_checks"),
    path("close", closing.preview, name="books_close"),
    path("close/now", closing.close, name="books_close_now"),
    path("fec", fec.fec, name="books_fec"),
    path("journals/", journals.journals, name="books_journals"),
    path("journals/<slug:code>", journals.journal, name="books_journal"),
    path("journals/<slug:code>/export.csv", journals.journal_export, name="books_journal_export"),
    path("ledger/<slug:account>", journals.ledger, name="books_ledger"),
    path("ledger/<slug:account>/export.csv", journals.ledger_export, name="books_ledger_export"),
    path("balance", balances.balance, name="books_balance"),
    path("balance/export.csv", balances.balance_export, name="books_balance_export"),
    path("clients/", balances.clients, name="books_clients"),
    path("clients/export.csv", balances.clients_export, name="books_clients_export"),
    path("clients/<id:client_id>", journals.of_client, name="books_client"),
    path("clients/<id:client_id>/export.csv", journals.of_client_export, name="books_client_export"),
    path("vat", vat.vat, name="books_vat"),
    path("vat/export.csv", vat.vat_export, name="books_vat_export"),
    path("accounts/", accounts.accounts, name="books_accounts"),
    path("accounts/<slug:use>", accounts.account, name="books_account"),
    path("years", accounts.year, name="books_year"),
]
