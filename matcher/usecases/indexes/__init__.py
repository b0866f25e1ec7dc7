"""Indexes kept outside of the API's processes: fed from the database, copied, compared, tried in the shadow."""
