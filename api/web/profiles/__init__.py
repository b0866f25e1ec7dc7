"""Pages for those who keep profiles: a list, a form with a preview of who would find them, and the import of a file."""

from fastapi import APIRouter

from api.web.profiles import columns, editing, importing, listing

router = APIRouter()
for part in (listing, importing, columns, editing):
    router.include_router(part.router)

__all__ = ["router"]
