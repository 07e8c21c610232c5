"""The service: domain, use cases, persistence and background work of joint appointments over agencies."""
