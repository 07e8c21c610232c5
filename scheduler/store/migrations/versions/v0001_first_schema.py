"""The first schema: configuration, arrivals, offers, holds, bookings, and what stands behind them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    for table, items in _TABLES:
        op.create_table(table, *items)
    for index, table, columns in _INDEXES:
        op.create_index(index, table, columns)


def downgrade() -> None:
    """Drop every table."""
    for table, _ in reversed(_TABLES):
        op.drop_table(table)


_TABLES: tuple[tuple[str, tuple[sa.schema.SchemaItem, ...]], ...] = (
    (
        "audit",
        (
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("actor", sa.String(length=200), nullable=False),
            sa.Column("action", sa.String(length=64), nullable=False),
            sa.Column("entity", sa.String(length=64), nullable=False),
            sa.Column("entity_id", sa.String(length=64), nullable=False),
            sa.Column("details", sa.JSON(), nullable=False),
            sa.PrimaryKeyConstraint("id", name="pk_audit"),
        ),
    ),
    (
        "idempotency",
        (
            sa.Column("token", sa.String(length=64), nullable=False),
            sa.Column("key", sa.String(length=255), nullable=False),
            sa.Column("request", sa.String(length=128), nullable=False),
            sa.Column("answer", sa.JSON(), nullable=False),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.PrimaryKeyConstraint("token", "key", name="pk_idempotency"),
        ),
    ),
    (
        "journeys",
        (
            sa.Column("id", sa.String(length=64), nullable=False),
            sa.Column("name", sa.JSON(), nullable=False),
            sa.Column("steps", sa.JSON(), nullable=False),
            sa.PrimaryKeyConstraint("id", name="pk_journeys"),
        ),
    ),
    (
        "locations",
        (
            sa.Column("id", sa.String(length=64), nullable=False),
            sa.Column("name", sa.String(length=200), nullable=False),
            sa.Column("address", sa.String(length=200), nullable=False),
            sa.PrimaryKeyConstraint("id", name="pk_locations"),
        ),
    ),
    (
        "regions",
        (
            sa.Column("id", sa.String(length=64), nullable=False),
            sa.Column("name", sa.String(length=200), nullable=False),
            sa.Column("timezone", sa.String(length=64), nullable=False),
            sa.Column("email", sa.String(length=254), nullable=False),
            sa.Column("promise", sa.JSON(), nullable=False),
            sa.Column("prices", sa.JSON(), nullable=False),
            sa.Column("slot_minutes", sa.Integer(), nullable=False),
            sa.Column("min_gap_slots", sa.Integer(), nullable=False),
            sa.Column("travel", sa.JSON(), nullable=False),
            sa.Column("capacity_version", sa.Integer(), server_default="0", nullable=False),
            sa.PrimaryKeyConstraint("id", name="pk_regions"),
        ),
    ),
    (
        "tokens",
        (
            sa.Column("id", sa.String(length=64), nullable=False),
            sa.Column("name", sa.String(length=200), nullable=False),
            sa.Column("scope", sa.String(length=16), nullable=False),
            sa.Column("secret_sha256", sa.String(length=64), nullable=False),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.PrimaryKeyConstraint("id", name="pk_tokens"),
            sa.UniqueConstraint("secret_sha256", name="uq_tokens_secret_sha256"),
        ),
    ),
    (
        "agencies",
        (
            sa.Column("id", sa.String(length=64), nullable=False),
            sa.Column("region_id", sa.String(length=64), nullable=False),
            sa.Column("name", sa.JSON(), nullable=False),
            sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name="fk_agencies_region_id"),
            sa.PrimaryKeyConstraint("id", name="pk_agencies"),
        ),
    ),
    (
        "arrivals",
        (
            sa.Column("id", sa.String(length=64), nullable=False),
            sa.Column("journey_id", sa.String(length=64), nullable=False),
            sa.Column("region_id", sa.String(length=64), nullable=False),
            sa.Column("arrives_on", sa.Date(), nullable=False),
            sa.Column("available_from", sa.DateTime(timezone=True), nullable=False),
            sa.Column("party", sa.JSON(), nullable=False),
            sa.Column("contact", sa.JSON(), nullable=True),
            sa.Column("ready_from", sa.JSON(), nullable=False),
            sa.Column("unavailable", sa.JSON(), nullable=False),
            sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
            sa.Column("deadline_reason", sa.String(length=500), nullable=False),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
            sa.ForeignKeyConstraint(["journey_id"], ["journeys.id"], name="fk_arrivals_journey_id"),
            sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name="fk_arrivals_region_id"),
            sa.PrimaryKeyConstraint("id", name="pk_arrivals"),
        ),
    ),
    (
        "capacity_changes",
        (
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("region_id", sa.String(length=64), nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("resource_id", sa.String(length=64), nullable=False),
            sa.Column("start", sa.DateTime(timezone=True), nullable=False),
            sa.Column("end", sa.DateTime(timezone=True), nullable=False),
            sa.Column("taken", sa.Boolean(), nullable=False),
            sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name="fk_capacity_changes_region_id"),
            sa.PrimaryKeyConstraint("id", name="pk_capacity_changes"),
        ),
    ),
    (
        "plans",
        (
            sa.Column("id", sa.String(length=64), nullable=False),
            sa.Column("region_id", sa.String(length=64), nullable=False),
            sa.Column("first", sa.Date(), nullable=False),
            sa.Column("last", sa.Date(), nullable=False),
            sa.Column("time_limit", sa.Float(), nullable=False),
            sa.Column("status", sa.String(length=16), nullable=False),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("progress", sa.JSON(), nullable=True),
            sa.Column("result", sa.JSON(), nullable=True),
            sa.Column("error", sa.String(length=500), nullable=True),
            sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name="fk_plans_region_id"),
            sa.PrimaryKeyConstraint("id", name="pk_plans"),
        ),
    ),
    (
        "bookings",
        (
            sa.Column("id", sa.String(length=64), nullable=False),
            sa.Column("arrival_id", sa.String(length=64), nullable=False),
            sa.Column("active_arrival_id", sa.String(length=64), nullable=True),
            sa.Column("region_id", sa.String(length=64), nullable=False),
            sa.Column("status", sa.String(length=16), nullable=False),
            sa.Column("times", sa.String(length=16), nullable=False),
            sa.Column("completes_on", sa.Date(), nullable=True),
            sa.Column("meets_deadline", sa.Boolean(), nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("sequence", sa.Integer(), nullable=False),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("cancel_reason", sa.String(length=200), nullable=True),
            sa.ForeignKeyConstraint(["arrival_id"], ["arrivals.id"], name="fk_bookings_arrival_id"),
            sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name="fk_bookings_region_id"),
            sa.PrimaryKeyConstraint("id", name="pk_bookings"),
            sa.UniqueConstraint("active_arrival_id", name="uq_bookings_active_arrival_id"),
        ),
    ),
    (
        "closures",
        (
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("region_id", sa.String(length=64), nullable=False),
            sa.Column("agency_id", sa.String(length=64), nullable=True),
            sa.Column("first", sa.Date(), nullable=False),
            sa.Column("last", sa.Date(), nullable=False),
            sa.Column("reason", sa.String(length=200), nullable=False),
            sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_closures_agency_id"),
            sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name="fk_closures_region_id"),
            sa.PrimaryKeyConstraint("id", name="pk_closures"),
        ),
    ),
    (
        "holds",
        (
            sa.Column("id", sa.String(length=64), nullable=False),
            sa.Column("arrival_id", sa.String(length=64), nullable=False),
            sa.Column("active_arrival_id", sa.String(length=64), nullable=True),
            sa.Column("offer_id", sa.String(length=64), nullable=False),
            sa.Column("completes_on", sa.Date(), nullable=False),
            sa.Column("meets_deadline", sa.Boolean(), nullable=False),
            sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
            sa.ForeignKeyConstraint(["arrival_id"], ["arrivals.id"], name="fk_holds_arrival_id"),
            sa.PrimaryKeyConstraint("id", name="pk_holds"),
            sa.UniqueConstraint("active_arrival_id", name="uq_holds_active_arrival_id"),
        ),
    ),
    (
        "offers",
        (
            sa.Column("id", sa.String(length=64), nullable=False),
            sa.Column("arrival_id", sa.String(length=64), nullable=False),
            sa.Column("appointments", sa.JSON(), nullable=False),
            sa.Column("visits", sa.Integer(), nullable=False),
            sa.Column("completes_on", sa.Date(), nullable=False),
            sa.Column("meets_deadline", sa.Boolean(), nullable=False),
            sa.Column("cost", sa.Float(), nullable=False),
            sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
            sa.ForeignKeyConstraint(["arrival_id"], ["arrivals.id"], name="fk_offers_arrival_id"),
            sa.PrimaryKeyConstraint("id", name="pk_offers"),
        ),
    ),
    (
        "resources",
        (
            sa.Column("id", sa.String(length=64), nullable=False),
            sa.Column("agency_id", sa.String(length=64), nullable=False),
            sa.Column("location_id", sa.String(length=64), nullable=False),
            sa.Column("services", sa.JSON(), nullable=False),
            sa.Column("languages", sa.JSON(), nullable=False),
            sa.Column("pattern", sa.JSON(), nullable=False),
            sa.Column("exceptions", sa.JSON(), nullable=False),
            sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_resources_agency_id"),
            sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name="fk_resources_location_id"),
            sa.PrimaryKeyConstraint("id", name="pk_resources"),
        ),
    ),
    (
        "appointments",
        (
            sa.Column("id", sa.String(length=64), nullable=False),
            sa.Column("hold_id", sa.String(length=64), nullable=True),
            sa.Column("booking_id", sa.String(length=64), nullable=True),
            sa.Column("region_id", sa.String(length=64), nullable=False),
            sa.Column("agency_id", sa.String(length=64), nullable=False),
            sa.Column("resource_id", sa.String(length=64), nullable=False),
            sa.Column("location_id", sa.String(length=64), nullable=False),
            sa.Column("step", sa.String(length=64), nullable=False),
            sa.Column("day", sa.Date(), nullable=False),
            sa.Column("start", sa.DateTime(timezone=True), nullable=False),
            sa.Column("end", sa.DateTime(timezone=True), nullable=False),
            sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
            sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_appointments_agency_id"),
            sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_appointments_booking_id"),
            sa.ForeignKeyConstraint(["hold_id"], ["holds.id"], name="fk_appointments_hold_id"),
            sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name="fk_appointments_location_id"),
            sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name="fk_appointments_region_id"),
            sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name="fk_appointments_resource_id"),
            sa.PrimaryKeyConstraint("id", name="pk_appointments"),
        ),
    ),
    (
        "outbox",
        (
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("booking_id", sa.String(length=64), nullable=False),
            sa.Column("method", sa.String(length=16), nullable=False),
            sa.Column("invitation", sa.JSON(), nullable=True),
            sa.Column("status", sa.String(length=16), nullable=False),
            sa.Column("attempts", sa.Integer(), nullable=False),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("last_error", sa.String(length=200), nullable=True),
            sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_outbox_booking_id"),
            sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        ),
    ),
    (
        "claims",
        (
            sa.Column("resource_id", sa.String(length=64), nullable=False),
            sa.Column("slot", sa.DateTime(timezone=True), nullable=False),
            sa.Column("appointment_id", sa.String(length=64), nullable=False),
            sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name="fk_claims_appointment_id"),
            sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name="fk_claims_resource_id"),
            sa.PrimaryKeyConstraint("resource_id", "slot", name="pk_claims"),
        ),
    ),
)
_INDEXES: tuple[tuple[str, str, list[str]], ...] = (
    ("ix_audit_entity_entity_id", "audit", ["entity", "entity_id"]),
    ("ix_agencies_region_id", "agencies", ["region_id"]),
    ("ix_arrivals_region_id_arrives_on", "arrivals", ["region_id", "arrives_on"]),
    ("ix_capacity_changes_region_id_version", "capacity_changes", ["region_id", "version"]),
    ("ix_plans_status", "plans", ["status"]),
    ("ix_bookings_arrival_id", "bookings", ["arrival_id"]),
    ("ix_closures_region_id", "closures", ["region_id"]),
    ("ix_holds_arrival_id", "holds", ["arrival_id"]),
    ("ix_holds_expires_at", "holds", ["expires_at"]),
    ("ix_offers_arrival_id", "offers", ["arrival_id"]),
    ("ix_offers_expires_at", "offers", ["expires_at"]),
    ("ix_resources_agency_id", "resources", ["agency_id"]),
    ("ix_appointments_booking_id", "appointments", ["booking_id"]),
    ("ix_appointments_day", "appointments", ["day"]),
    ("ix_appointments_hold_id", "appointments", ["hold_id"]),
    ("ix_appointments_region_id_start", "appointments", ["region_id", "start"]),
    ("ix_outbox_booking_id", "outbox", ["booking_id"]),
    ("ix_outbox_status_next_attempt_at", "outbox", ["status", "next_attempt_at"]),
    ("ix_claims_appointment_id", "claims", ["appointment_id"]),
)
