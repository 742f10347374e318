"""The tables of the ledger, for reading and writing; migrations create them."""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()

REVISION = sa.Table(
    "revision",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("file_sha256", sa.Text, nullable=False),
    sa.Column("rows_count", sa.Integer, nullable=False),
    sa.Column("target", sa.Integer, nullable=True),
    sa.Column("content_sha256", sa.Text, nullable=False),
    sa.Column("previous_sha256", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
)
ENTRY = sa.Table(
    "entry",
    METADATA,
    sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("date", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("research_group", sa.Text, nullable=False),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("talent_source", sa.Text, nullable=False),
    sa.Column("country", sa.Text, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
)
RELEASE = sa.Table(
    "release",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("state", sa.Integer, nullable=False),
    sa.Column("as_of", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
)
AUDIT = sa.Table(
    "audit",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("previous_sha256", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
)
