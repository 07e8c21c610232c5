"""The bodies of the HTTP interface, and the one translation from the domain into them."""
