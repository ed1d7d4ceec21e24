from django.urls import path

from ruamsuk.files import views

app_name = "files"
urlpatterns = [
    path("refused/", views.refused, name="refused"),
    path("refused/<uuid:uid>/read-again", views.read_again, name="read-again"),
    path("refused/<uuid:uid>/let-go", views.let_go, name="let-go"),
]
