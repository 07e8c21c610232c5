"""The service under load and under faults: a fight for slots, a steady pace, kills; judged by a separate checker."""
