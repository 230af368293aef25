"""Who we are: the location, its calendar, teams, staff, roles and permissions."""
