from django.urls import path

from ruamsuk.projects.chains import views

urlpatterns = [
    path("chain/", views.area_chain, name="chain"),
    path("chain/rows/", views.chain_rows, name="chain-rows"),
    path("plans/<uuid:uid>/chain/", views.plan_chain, name="plan-chain"),
]
