from ruamsuk.projects.chains import urls as chains
from ruamsuk.projects.own_steps import urls as own_steps
from ruamsuk.projects.projects import urls as projects
from ruamsuk.projects.proposals import urls as proposals
from ruamsuk.projects.reports import urls as reports
from ruamsuk.projects.variations import urls as variations

app_name = "projects"
urlpatterns = [
    *proposals.urlpatterns,
    *projects.urlpatterns,
    *variations.urlpatterns,
    *reports.urlpatterns,
    *own_steps.urlpatterns,
    *chains.urlpatterns,
]
