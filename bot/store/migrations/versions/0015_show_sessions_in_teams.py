"""Create what sessions inside Microsoft Teams need: where a card is, whom to write to, and whose account is whose.

Nothing here leads to an answer. Whoever is to be written to stands under the session's secret, which is destroyed at
the close, and on SQLite without a row number, which would tell their order.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_places",
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("shows", sa.String(length=40), nullable=False),
        sa.Column("sent_anew", sa.Boolean(), nullable=False),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["team_sessions.id"], name=op.f("fk_session_places_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_session_places")),
    )
    op.create_table(
        "session_invitations",
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["team_sessions.id"], name=op.f("fk_session_invitations_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", "key", name=op.f("pk_session_invitations")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "teams_facilitators",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("coordinator_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"],
            ["coordinators.id"],
            name=op.f("fk_teams_facilitators_coordinator_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_teams_facilitators")),
        sa.UniqueConstraint("coordinator_id", name=op.f("uq_teams_facilitators_coordinator_id")),
    )
    op.create_table(
        "teams_links",
        sa.Column("coordinator_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinators.id"], name=op.f("fk_teams_links_coordinator_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("coordinator_id", name=op.f("pk_teams_links")),
        sa.UniqueConstraint("key", name=op.f("uq_teams_links_key")),
    )


def downgrade() -> None:
    for table in ("teams_links", "teams_facilitators", "session_invitations", "session_places"):
        op.drop_table(table)
