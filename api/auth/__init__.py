"""Who may call: bearer tokens and their scopes, in the signature of each endpoint."""
