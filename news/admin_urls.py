"""Addresses of the editors' own views of bulletins, below /admin/news/."""

from django.urls import path

from news import number_report

app_name = "news_admin"

urlpatterns = [path("numbers/", number_report.numbers, name="numbers")]
