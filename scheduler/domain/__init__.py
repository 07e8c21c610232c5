"""What the service talks about: plain data and its rules, with no database, no HTTP and no clock."""
