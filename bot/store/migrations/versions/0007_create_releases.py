"""Create the released figures: what is told of many reflections together, blurred, once for each closed period."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "releases",
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("first_day", name=op.f("pk_releases")),
        sa.UniqueConstraint("last_day", name=op.f("uq_releases_last_day")),
    )
    op.create_table(
        "released_figures",
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_day"],
            ["releases.first_day"],
            name=op.f("fk_released_figures_first_day"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("first_day", "kind", "theme", "part", name=op.f("pk_released_figures")),
    )


def downgrade() -> None:
    op.drop_table("released_figures")
    op.drop_table("releases")
