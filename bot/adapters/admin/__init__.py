"""The pages for the group, at /admin: loaded only when ADMIN_ENABLED says so."""
