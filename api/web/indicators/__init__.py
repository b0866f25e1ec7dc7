"""The start page: two ways in, and what the programme is measured by."""

from api.web.indicators.start import router

__all__ = ["router"]
