"""What one should do next, in the API."""

from datetime import date

from ninja import Router, Schema
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.api import SIGNED_IN
from ruamsuk.web.queries import tasks_for

router = Router(tags=["Me"])


class TaskOut(Schema):
    title: str
    detail: str
    page: str = Field(alias="url", description="Address of the page where it is done")
    button: str
    due_on: date | None
    percent: int | None
    urgent: bool


@router.get("/me/tasks", response=list[TaskOut], auth=SIGNED_IN)
def list_my_tasks(request: PageRequest):
    """The home page's list: urgent first, then by day."""
    return tasks_for(request.user)
