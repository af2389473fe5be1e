"""The application for other programs, and the document that says what there is to ask."""

from typing import Any

from fastapi import Depends, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import JSONResponse, Response

from dondoc.web.api import acts, sights
from dondoc.web.api.caller import calling
from dondoc.web.api.door import DOCUMENT
from dondoc.web.api.errors import Wrong, answer_errors
from dondoc.web.visit import House

_WRONG = {
    400: "Yêu cầu chưa đúng, hoặc bị từ chối vì nội dung",
    401: "Không có mã, hoặc mã không dùng được",
    403: "Chức danh của mã không được làm, không được xem việc này",
    413: "Gửi quá nhiều",
    503: "Chưa làm được lúc này",
}


def make_api(house: House) -> FastAPI:
    """Return the acts and sights of the desk in `house` for other programs."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    answer_errors(app, house)
    may, wrong = [Depends(calling(house))], _wrong()
    app.include_router(sights.router, dependencies=may, responses=wrong)
    rights = house.office.rulebook.rights
    app.include_router(acts.router(rights), dependencies=may, responses=wrong)
    said = described(app)

    @app.get(DOCUMENT, include_in_schema=False)
    def document() -> Response:
        return JSONResponse(said)

    return app


def _wrong() -> dict[int | str, dict[str, Any]]:
    return {status: {"model": Wrong, "description": said} for status, said in _WRONG.items()}


def described(app: FastAPI) -> dict[str, Any]:
    """Return what there is to ask, as OpenAPI has it; nothing in it is about anybody."""
    said = get_openapi(
        title="Đôn Đốc",
        version="1",
        description=(
            "Các việc và các mục xem của bàn làm việc, cho phần mềm khác, bằng mã của một chức "
            "danh: đúng quyền của chức danh ấy. Ngày YYYY-MM-DD; thời điểm có múi giờ."
        ),
        routes=app.routes,
    )
    for operations in said["paths"].values():
        for operation in operations.values():
            # A shape that was not kept is answered like anything else that is wrong.
            operation["responses"].pop("422", None)
    parts = said["components"]
    for name in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(name, None)
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    said["security"] = [{"token": []}]
    return said
