"""What people do with the service: one verb a module, each one function that takes the application first."""
