"""Make long lists as fast as short ones: indexes for ratings, tags and a team’s themes, and months among words.

From here on PostgreSQL writes words into their index at once. It had put them aside, and each search had to look
through what waited there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

PARTS = (
    (["rating", "day", "id"], sa.text("sharing = 'team'")),
    (["team", "theme", "day", "id"], sa.text("team IS NOT NULL")),
)


def upgrade() -> None:
    for columns, where in PARTS:
        name = f"ix_reflections_{'_'.join(columns)}"
        op.create_index(name, "reflections", columns, postgresql_where=where, sqlite_where=where)
    with op.batch_alter_table("taggings", table_kwargs={"sqlite_with_rowid": False}) as taggings:
        taggings.add_column(sa.Column("day", sa.Date(), nullable=True))
    op.execute("UPDATE taggings SET day = (SELECT day FROM reflections WHERE id = reflection_id)")
    with op.batch_alter_table("taggings", table_kwargs={"sqlite_with_rowid": False}) as taggings:
        taggings.alter_column("day", existing_type=sa.Date(), nullable=False)
    op.create_index("ix_taggings_tag_id_day_reflection_id", "taggings", ["tag_id", "day", "reflection_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_reflections_words", "reflections")
        op.execute("UPDATE reflections SET words = words || array_to_tsvector(ARRAY['_' || to_char(day, 'YYYYMM')])")
        op.create_index(
            "ix_reflections_words",
            "reflections",
            ["words"],
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        )
    else:
        month = "' _' || strftime('%Y%m', day)"
        op.execute(
            f"UPDATE reflections SET words = {month} || CASE words WHEN '' THEN ' ' ELSE words END "  # noqa: S608
            f"WHERE instr(words, {month}) = 0"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_reflections_words", "reflections")
        op.create_index("ix_reflections_words", "reflections", ["words"], postgresql_using="gin")
    op.drop_index("ix_taggings_tag_id_day_reflection_id", "taggings")
    with op.batch_alter_table("taggings", table_kwargs={"sqlite_with_rowid": False}) as taggings:
        taggings.drop_column("day")
    for columns, _ in PARTS:
        op.drop_index(f"ix_reflections_{'_'.join(columns)}", "reflections")
