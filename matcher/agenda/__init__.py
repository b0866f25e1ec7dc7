"""What people take home: agendas and table signs, calendars, spreadsheets."""
