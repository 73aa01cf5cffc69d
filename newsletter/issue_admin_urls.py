"""Addresses of the letters, below /admin/letters/."""

from django.urls import path

from newsletter import issue_admin

app_name = "letters"

urlpatterns = [
    path("", issue_admin.index, name="index"),
    path("of/<int:page_pk>/", issue_admin.of_bulletin, name="of_bulletin"),
    path("<int:pk>/", issue_admin.issue, name="issue"),
    path("<int:pk>/preview/<str:language>/", issue_admin.preview, name="preview"),
    path("<int:pk>/preview/<str:language>/text/", issue_admin.preview, {"kind": "text"}, name="preview_text"),
    path("<int:pk>/test/", issue_admin.try_out, name="try_out"),
    path("<int:pk>/schedule/", issue_admin.schedule, name="schedule"),
    path("<int:pk>/progress.json", issue_admin.progress, name="progress"),
    path("<int:pk>/again/<int:delivery_pk>/", issue_admin.again, name="again"),
    path("<int:pk>/<slug:what>/", issue_admin.act, name="act"),
]
