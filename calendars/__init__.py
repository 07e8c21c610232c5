"""Time and invitations: slots, opening hours, holidays, deadlines, mail. Knows no database and no HTTP."""
