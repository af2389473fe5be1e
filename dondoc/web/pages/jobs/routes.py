"""The page of long work, which looks again by itself, with a script or without."""

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from dondoc.web.jobs import Job, JobState
from dondoc.web.visit import Here, Visit
from language.numbers import count

router = APIRouter(prefix="/viec-lau")


@router.get("/{number}")
def show(visit: Here, number: str) -> Response:
    """Show how far it is to whoever began it."""
    job = _own(visit, number)
    return visit.show(
        "jobs/job.html",
        block="progress" if visit.partial else "",
        job=job,
        running=job.state is JobState.RUNNING,
        headline=headline(job),
        left=job.total - job.done,
    )


@router.post("/{number}/dung")
def stop(visit: Here, number: str) -> Response:
    """Begin no further item."""
    visit.house.jobs.stop(_own(visit, number).id)
    return visit.go(f"/viec-lau/{number}")


def _own(visit: Visit, number: str) -> Job:
    job = visit.house.jobs.find(number)
    if job is None or (job.said, job.login) != (visit.said, visit.login):
        raise HTTPException(404)
    return job


def headline(job: Job) -> str:
    """Return how it stands, the number of what is done first."""
    well, total = count(job.well), count(job.total)
    match job.state:
        case JobState.RUNNING:
            return f"Đang {job.title}: {count(job.done)}/{total}"
        case JobState.DONE:
            return f"Xong: {job.did} {well}/{total}"
        case JobState.STOPPED:
            return f"Đã dừng: {job.did} {well}/{total}, {count(job.total - job.done)} chưa làm"
        case JobState.BROKEN:
            return f"Đứt giữa chừng ở mục {count(job.done + 1)}: {job.did} {well}/{total}"
