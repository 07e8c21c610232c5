"""Zuid-Limburg as an example: agencies, desks, journeys, and a week of people who come to live there."""
