"""Writers of the care log for other programs: spreadsheets."""
