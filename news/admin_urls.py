"""Addresses of the editors' own views of bulletins, below /admin/news/."""

from django.urls import path

from news import number_report
from news.documents import pasting, views

app_name = "news_admin"

urlpatterns = [
    path("numbers/", number_report.numbers, name="numbers"),
    path("documents/<int:parent_page_id>/", views.start, name="documents"),
    path("documents/report/<uuid:batch>/", views.batch_report, name="documents_report"),
    path("documents/of/<int:page_id>/", views.page_report, name="document_of_page"),
    path("paste/", pasting.paste, name="paste"),
]
