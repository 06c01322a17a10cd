"""The API's documentation page, from files of our own: it works on a machine without the internet."""

from importlib.resources import files

from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, Response

from proctor_core.codes.missing import Missing
from proctor_core.errors import NotFound

router = APIRouter(include_in_schema=False)
KINDS = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css", "favicon.png": "image/png"}


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Swagger's page over our OpenAPI document."""
    root = request.scope.get("root_path", "").rstrip("/")
    return get_swagger_ui_html(
        openapi_url=f"{root}/openapi.json",
        title="Survey Proctor API",
        swagger_js_url=f"{root}/docs-files/swagger-ui-bundle.js",
        swagger_css_url=f"{root}/docs-files/swagger-ui.css",
        swagger_favicon_url=f"{root}/docs-files/favicon.png",
        swagger_ui_parameters={"validatorUrl": None, "persistAuthorization": False},
    )


@router.get("/docs-files/{name}")
def docs_file(name: str) -> Response:
    """One of the page's files, as the package fastapi-offline carries them (Swagger UI, Apache-2.0)."""
    if name not in KINDS:
        raise NotFound(Missing.FILE)
    content = files("fastapi_offline").joinpath("static", name).read_bytes()
    return Response(content, media_type=KINDS[name], headers={"Cache-Control": "public, max-age=86400"})
