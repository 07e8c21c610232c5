"""The tables, as the code reads and writes them; migrations make them."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from scheduler.store.types import Instant

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
_ID = String(64)

regions = Table(
    "regions",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("email", String(254), nullable=False),
    Column("promise", JSON, nullable=False),
    Column("prices", JSON, nullable=False),
    Column("slot_minutes", Integer, nullable=False),
    Column("min_gap_slots", Integer, nullable=False),
    Column("travel", JSON, nullable=False),
    Column("capacity_version", Integer, nullable=False, server_default="0"),
)
locations = Table(
    "locations",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("address", String(200), nullable=False),
)
agencies = Table(
    "agencies",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("region_id", _ID, ForeignKey("regions.id"), nullable=False, index=True),
    Column("name", JSON, nullable=False),
)
resources = Table(
    "resources",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("agency_id", _ID, ForeignKey("agencies.id"), nullable=False, index=True),
    Column("location_id", _ID, ForeignKey("locations.id"), nullable=False),
    Column("services", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("pattern", JSON, nullable=False),
    Column("exceptions", JSON, nullable=False),
)
closures = Table(
    "closures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("region_id", _ID, ForeignKey("regions.id"), nullable=False, index=True),
    Column("agency_id", _ID, ForeignKey("agencies.id")),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("reason", String(200), nullable=False),
)
journeys = Table(
    "journeys",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("name", JSON, nullable=False),
    Column("steps", JSON, nullable=False),
)
arrivals = Table(
    "arrivals",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("journey_id", _ID, ForeignKey("journeys.id"), nullable=False),
    Column("region_id", _ID, ForeignKey("regions.id"), nullable=False),
    Column("arrives_on", Date, nullable=False),
    Column("available_from", Instant, nullable=False),
    Column("party", JSON, nullable=False),
    Column("contact", JSON(none_as_null=True)),
    Column("ready_from", JSON, nullable=False),
    Column("unavailable", JSON, nullable=False),
    Column("deadline", Instant, nullable=False),
    Column("deadline_reason", String(500), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    # What the arrival asks its booking to be, if it does.
    Column("times", String(16)),
    Index("ix_arrivals_region_id_arrives_on", "region_id", "arrives_on"),
)
offers = Table(
    "offers",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("arrival_id", _ID, ForeignKey("arrivals.id"), nullable=False, index=True),
    Column("appointments", JSON, nullable=False),
    Column("visits", Integer, nullable=False),
    Column("completes_on", Date, nullable=False),
    Column("meets_deadline", Boolean, nullable=False),
    Column("cost", Float, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)
holds = Table(
    "holds",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("arrival_id", _ID, ForeignKey("arrivals.id"), nullable=False, index=True),
    # The arrival again while the hold is active, so that the database allows one active hold an arrival.
    Column("active_arrival_id", _ID, unique=True),
    Column("offer_id", _ID, nullable=False),
    Column("completes_on", Date, nullable=False),
    Column("meets_deadline", Boolean, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("renewals", Integer, nullable=False, server_default="0"),
)
bookings = Table(
    "bookings",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("arrival_id", _ID, ForeignKey("arrivals.id"), nullable=False, index=True),
    # The arrival again while the booking is confirmed, so that the database allows one an arrival.
    Column("active_arrival_id", _ID, unique=True),
    Column("region_id", _ID, ForeignKey("regions.id"), nullable=False),
    Column("status", String(16), nullable=False),
    Column("times", String(16), nullable=False),
    Column("completes_on", Date),
    Column("meets_deadline", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("cancel_reason", String(200)),
    # The day on which provisional times become firm.
    Column("fixes_on", Date, index=True),
)
# Nights on which the provisional times of a region were planned anew, or are until the lease ends.
nights = Table(
    "nights",
    metadata,
    Column("region_id", _ID, ForeignKey("regions.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("leased_until", Instant, nullable=False),
    Column("done_at", Instant),
)
appointments = Table(
    "appointments",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("hold_id", _ID, ForeignKey("holds.id"), index=True),
    Column("booking_id", _ID, ForeignKey("bookings.id"), index=True),
    Column("region_id", _ID, ForeignKey("regions.id"), nullable=False),
    Column("agency_id", _ID, ForeignKey("agencies.id"), nullable=False),
    Column("resource_id", _ID, ForeignKey("resources.id"), nullable=False),
    Column("location_id", _ID, ForeignKey("locations.id"), nullable=False),
    Column("step", _ID, nullable=False),
    # The day by the clock of the region, which the database does not know.
    Column("day", Date, nullable=False, index=True),
    Column("start", Instant, nullable=False),
    Column("end", Instant, nullable=False),
    Column("cancelled_at", Instant),
    Column("checked_in_at", Instant),
    Column("started_at", Instant),
    Column("finished_at", Instant),
    Column("missed_at", Instant),
    # Further desks of a step that takes several at once; they are claimed like the first one.
    Column("beside", JSON(none_as_null=True)),
    # The rules that staff have overridden for it, and why.
    Column("overrides", JSON(none_as_null=True)),
    Index("ix_appointments_region_id_start", "region_id", "start"),
)
# Desks that drop out, as it was reported; `until` is the end of the last absence.
disruptions = Table(
    "disruptions",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("region_id", _ID, ForeignKey("regions.id"), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("absences", JSON, nullable=False),
    Column("until", Instant, nullable=False),
    Column("reported_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("ix_disruptions_region_id_until", "region_id", "until"),
)
# Arrivals that wait for better times, an entry each.
waiting = Table(
    "waiting",
    metadata,
    Column("arrival_id", _ID, ForeignKey("arrivals.id"), primary_key=True),
    Column("region_id", _ID, ForeignKey("regions.id"), nullable=False),
    # Null for those who wait until their deadline, whenever that is.
    Column("until", Instant),
    Column("earliest", Instant),
    Column("latest", Instant),
    Column("wants_better", Boolean, nullable=False),
    Column("proposals", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_waiting_region_id_created_at", "region_id", "created_at"),
)
# Up to which version of its capacity the waiting list of a region was gone through, null where it is to be again;
# or is being gone through, until the lease ends.
waiting_rounds = Table(
    "waiting_rounds",
    metadata,
    Column("region_id", _ID, ForeignKey("regions.id"), primary_key=True),
    Column("version", Integer),
    Column("leased_until", Instant),
)
# Time of a desk that dropped out, in stretches without a gap of which every slot is claimed.
blocks = Table(
    "blocks",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("disruption_id", _ID, nullable=False),
    Column("region_id", _ID, ForeignKey("regions.id"), nullable=False),
    Column("resource_id", _ID, ForeignKey("resources.id"), nullable=False),
    Column("start", Instant, nullable=False),
    Column("end", Instant, nullable=False),
    Column("reason", String(200), nullable=False),
    Index("ix_blocks_region_id_start", "region_id", "start"),
)
# The guard against double booking: one row for each slot of every held or confirmed appointment, and of every block.
# Only what staff put over others by an override lies in a layer above 0, and none lies there with none beneath it.
claims = Table(
    "claims",
    metadata,
    Column("resource_id", _ID, ForeignKey("resources.id"), primary_key=True),
    Column("slot", Instant, primary_key=True),
    Column("layer", Integer, primary_key=True, server_default="0"),
    Column("beneath", Integer),
    Column("appointment_id", _ID, ForeignKey("appointments.id"), index=True),
    Column("block_id", _ID, ForeignKey("blocks.id"), index=True),
    CheckConstraint("(appointment_id IS NULL) <> (block_id IS NULL)", name="one_owner"),
    CheckConstraint("COALESCE(beneath, -1) = layer - 1", name="layers"),
    ForeignKeyConstraint(
        ["resource_id", "slot", "beneath"],
        ["claims.resource_id", "claims.slot", "claims.layer"],
        name="fk_claims_beneath",
    ),
)
# What each version of a region's capacity changed, so that a copy in memory can follow; see store.capacity.
capacity_changes = Table(
    "capacity_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("region_id", _ID, ForeignKey("regions.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("resource_id", _ID, nullable=False),
    Column("start", Instant, nullable=False),
    Column("end", Instant, nullable=False),
    Column("taken", Boolean, nullable=False),
    Index("ix_capacity_changes_region_id_version", "region_id", "version"),
)
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("action", String(64), nullable=False),
    Column("entity", String(64), nullable=False),
    Column("entity_id", _ID, nullable=False),
    Column("details", JSON, nullable=False),
    Index("ix_audit_entity_entity_id", "entity", "entity_id"),
)
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    # What it tells of: a booking, or times that are held for somebody who waits.
    Column("booking_id", _ID, ForeignKey("bookings.id"), index=True),
    Column("hold_id", _ID, ForeignKey("holds.id"), index=True),
    Column("method", String(16), nullable=False),
    # Gone once delivered or given up: it names a person.
    Column("invitation", JSON(none_as_null=True)),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("next_attempt_at", Instant, nullable=False),
    # Until when the worker that delivers it has it for itself; if it is killed, another one takes over then.
    Column("leased_until", Instant),
    Column("last_error", String(200)),
    CheckConstraint("(booking_id IS NULL) <> (hold_id IS NULL)", name="one_subject"),
    Index("ix_outbox_status_next_attempt_at", "status", "next_attempt_at"),
)
idempotency = Table(
    "idempotency",
    metadata,
    Column("token", _ID, primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("request", String(128), nullable=False),
    Column("answer", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
)
plans = Table(
    "plans",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("region_id", _ID, ForeignKey("regions.id"), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("time_limit", Float, nullable=False),
    Column("status", String(16), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("progress", JSON(none_as_null=True)),
    Column("result", JSON(none_as_null=True)),
    Column("error", String(500)),
)
# Imagined futures that planners asked for; whoever runs one has it until the lease ends.
scenarios = Table(
    "scenarios",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("base_id", _ID, ForeignKey("scenarios.id")),
    Column("scenario", JSON, nullable=False),
    Column("replications", Integer, nullable=False),
    Column("status", String(16), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("leased_until", Instant),
    Column("failures", JSON, nullable=False),
    Column("error", String(500)),
    Index("ix_scenarios_created_at_id", "created_at", "id"),
)
# What each replication measured, so that a run that was ended goes on where it was.
scenario_figures = Table(
    "scenario_figures",
    metadata,
    Column("scenario_id", _ID, ForeignKey("scenarios.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("figures", JSON, nullable=False),
)
tokens = Table(
    "tokens",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("scope", String(16), nullable=False),
    Column("secret_sha256", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("secret_sha256"),
)
# What planners expect of a region; without a row it is learned from the arrivals of the last weeks.
forecasts = Table(
    "forecasts",
    metadata,
    Column("region_id", _ID, ForeignKey("regions.id"), primary_key=True),
    Column("forecast", JSON, nullable=False),
)
# What slots are worth to those who have not asked yet, as of `computed_at`; asked for anew while `asked_at` is set.
bid_prices = Table(
    "bid_prices",
    metadata,
    Column("region_id", _ID, ForeignKey("regions.id"), primary_key=True),
    Column("prices", JSON(none_as_null=True)),
    Column("computed_at", Instant),
    Column("asked_at", Instant),
    Column("leased_until", Instant),
)
# Better times for bookings that are firm, as found at night.
proposals = Table(
    "proposals",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("region_id", _ID, ForeignKey("regions.id"), nullable=False),
    # The region again while the proposal is open, so that the database allows one open proposal a region.
    Column("open_region_id", _ID, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("status", String(16), nullable=False),
    Column("moves", JSON, nullable=False),
    Column("gain", Float, nullable=False),
    Index("ix_proposals_region_id_created_at", "region_id", "created_at"),
)
