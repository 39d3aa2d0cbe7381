"""Create the sessions of teams, and the answers that stand in them until they close.

The secret under which a session's answers stand is in no column: a copy of the database from before the close must not
join an answer to a person. On SQLite the answers have no row number, which would tell their order.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team_sessions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("join_code", sa.String(length=80), nullable=False),
        sa.Column("team", sa.String(length=40), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("facilitator_id", sa.String(length=32), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("summary", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'draft', 'published', 'too_few', 'lost')", name=op.f("ck_team_sessions_state")
        ),
        sa.ForeignKeyConstraint(
            ["facilitator_id"],
            ["coordinators.id"],
            name=op.f("fk_team_sessions_facilitator_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_sessions")),
        sa.UniqueConstraint("join_code", name=op.f("uq_team_sessions_join_code")),
    )
    op.create_index(op.f("ix_team_sessions_facilitator_id"), "team_sessions", ["facilitator_id"])
    op.create_index(op.f("ix_team_sessions_closed_on"), "team_sessions", ["closed_on"])
    op.create_table(
        "session_answers",
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("answer_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["team_sessions.id"], name=op.f("fk_session_answers_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", "answer_key", name=op.f("pk_session_answers")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("session_answers")
    op.drop_table("team_sessions")
