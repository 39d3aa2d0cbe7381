"""Let several processes share what each knew alone: how often something happened, and whose a thing from Teams is.

Counts are for the next minute. On PostgreSQL they stand in a table without a log: no copy of the log has them, nobody
waits for a disk, and after a crash they begin anew. What came from Teams and is not answered names whose it is, so
that one process at a time sees to one person's.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rates",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rates")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_rates_until"), "rates", ["until"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE rates SET UNLOGGED")
    op.add_column("teams_activities", sa.Column("person", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_teams_activities_person"), "teams_activities", ["person"])


def downgrade() -> None:
    op.drop_index(op.f("ix_teams_activities_person"), "teams_activities")
    op.drop_column("teams_activities", "person")
    op.drop_table("rates")
