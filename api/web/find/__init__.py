"""Find a supplier: a need in words, who meets it and why, by district, kind and skill."""

from api.web.find.routes import router

__all__ = ["router"]
