"""Imagined futures: who asks when, what the desks answer, and what becomes of the promise."""
