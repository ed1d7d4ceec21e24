from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "ruamsuk.comments"
    label = "comments"
