BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE attempts (
	id INTEGER NOT NULL, 
	subject VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_attempts PRIMARY KEY (id)
);
INSERT INTO "attempts" VALUES(1,'subject ü','2099-11-30 12:00:00.000000');
CREATE TABLE audit_events (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR(80) NOT NULL, 
	event VARCHAR(40) NOT NULL, 
	subject VARCHAR(80) NOT NULL, 
	fields JSON NOT NULL, chain VARCHAR(64) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_audit_events PRIMARY KEY (id)
);
INSERT INTO "audit_events" VALUES(1,'2026-11-30 10:08:34.972059','morag','signed_in','morag','{}','62a08f2880a8113c38717a0ed4a5c3c67e4dd95528943b39c3018e04da5358b6');
INSERT INTO "audit_events" VALUES(2,'2026-11-30 10:08:34.981787','morag','home_viewed','morag','{}','3e6feac6534cb3dadc93c2af2907391ca9a17d66dce8aad0d326a4d267baea89');
CREATE TABLE audit_heads (
	id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	chain VARCHAR(64) NOT NULL, 
	signature VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_audit_heads PRIMARY KEY (id)
);
INSERT INTO "audit_heads" VALUES(1,2,'3e6feac6534cb3dadc93c2af2907391ca9a17d66dce8aad0d326a4d267baea89','22538c8fc37f2c984e1b7db37a1e08e2273452435dbf87646a3f68efa5fa70c3');
CREATE TABLE changes (
	id VARCHAR(32) NOT NULL, 
	theme VARCHAR(40), 
	team VARCHAR(40), 
	said TEXT NOT NULL, 
	did TEXT NOT NULL, 
	written_at DATETIME NOT NULL, 
	published_on DATE, 
	withdrawn BOOLEAN NOT NULL, 
	CONSTRAINT pk_changes PRIMARY KEY (id)
);
INSERT INTO "changes" VALUES('id ü','theme ü','team ü','said ü','did ü','2099-11-30 12:00:00.000000','2026-11-23',0);
CREATE TABLE conversation_events (
	id INTEGER NOT NULL, 
	conversation VARCHAR(64) NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_conversation_events PRIMARY KEY (id), 
	CONSTRAINT fk_conversation_events_conversation FOREIGN KEY(conversation) REFERENCES conversations ("key") ON DELETE CASCADE
);
INSERT INTO "conversation_events" VALUES(1,'10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36',X'1D824D016A14AABD3D5747C003A924EE0F9299DD0F52B8D93A026D31071F5FF273FF855B670D1288093308A616EB');
CREATE TABLE conversation_turns (
	id INTEGER NOT NULL, 
	conversation VARCHAR(64) NOT NULL, 
	message VARCHAR(64) NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_conversation_turns PRIMARY KEY (id), 
	CONSTRAINT fk_conversation_turns_conversation FOREIGN KEY(conversation) REFERENCES conversations ("key") ON DELETE CASCADE, 
	CONSTRAINT uq_conversation_turns_conversation_message UNIQUE (conversation, message)
);
INSERT INTO "conversation_turns" VALUES(1,'10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36','cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77',X'34273DC69AF805102436A912F86765209BF2209D2D23ECAFFC9762477D0CBA966E3FA465F242CEA6E53F1C8A');
CREATE TABLE conversations (
	"key" VARCHAR(64) NOT NULL, 
	expires_at DATETIME NOT NULL, 
	CONSTRAINT pk_conversations PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
INSERT INTO "conversations" VALUES('10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36','2099-11-30 12:00:00.000000');
CREATE TABLE coordinators (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	password_hash VARCHAR(200) NOT NULL, 
	created_at DATETIME NOT NULL, 
	disabled_at DATETIME, role VARCHAR(20) DEFAULT 'coordinator' NOT NULL, themes JSON, teams JSON, "temporary" BOOLEAN DEFAULT 0 NOT NULL, totp BLOB, totp_step INTEGER, subject VARCHAR(64), 
	CONSTRAINT pk_coordinators PRIMARY KEY (id), 
	CONSTRAINT uq_coordinators_name UNIQUE (name)
);
INSERT INTO "coordinators" VALUES('d08046c573c34527956ed7abedb496cf','morag','$argon2id$v=19$m=65536,t=3,p=4$ZZYitr5baKx49qw5WoCKEw$sipGD+gkIRb0VfEoc6/rXncRTKw2m02L9r0zUNhZUvA','2026-11-30 10:08:34.954817',NULL,'coordinator',NULL,NULL,0,NULL,NULL,NULL);
CREATE TABLE erasures (
	version VARCHAR(32) NOT NULL, 
	erased_on DATE NOT NULL, 
	CONSTRAINT pk_erasures PRIMARY KEY (version)
)
 WITHOUT ROWID

;
INSERT INTO "erasures" VALUES('version ü','2099-11-30');
CREATE TABLE passes (
	"key" VARCHAR(64) NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used BOOLEAN NOT NULL, 
	CONSTRAINT pk_passes PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
INSERT INTO "passes" VALUES('key ü','2099-11-30 12:00:00.000000',0);
CREATE TABLE private_reflections (
	lookup BLOB NOT NULL, 
	sealed BLOB NOT NULL, 
	expires_on DATE NOT NULL, secret_id VARCHAR(8) DEFAULT '' NOT NULL, version VARCHAR(32) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_private_reflections PRIMARY KEY (lookup)
)
 WITHOUT ROWID

;
INSERT INTO "private_reflections" VALUES(X'F5E90E1055004C576BF1E981B2E23693',X'4967FD93E9C8436256BA632A0D277B834A849C4174146723EB34EBB436B60BAF33D40540A07851514E4B7EA0FD882A53389BFDE05AFB41A3CEABAA88DC18DAC14153B977AA2F3FC3F291AAFA7CE22E228C59A866369530F630A1E140D18064A10848FFF9953AC1D8EA851B386ECE256F49D0A12D24511F26914B36AF0553D6815F39BB3DB812BCDBDA19821A92DD1A92D77C27CBB5DD455B565D7F82F47925B24F2FD1028D52E06037D95CA9B359A5DDC6E3070FF2595C0E9F6925C4BA4B7FA2745371E2F424C929F2EA1F42C97E55024A40E85E2FD59AC645950C2629621DF78D78BB6FCB0DEA2746C2BBAB5C32338F7C3940C9174BB222A297E6EF49F6B14EF7E8885F7B9D677075F008416FBBFF1B3A1116F5166695B15EA7587404BA7C0665E952BF04547302E913093297239D9F34','2099-11-30','ef1057fb','ba874f323b4241b29f5ab143a06e5836');
CREATE TABLE recovery_codes (
	hash VARCHAR(64) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_recovery_codes PRIMARY KEY (hash), 
	CONSTRAINT fk_recovery_codes_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "recovery_codes" VALUES('hash ü','d08046c573c34527956ed7abedb496cf');
CREATE TABLE reflections (
	id VARCHAR(32) NOT NULL, 
	lookup BLOB NOT NULL, 
	sharing VARCHAR(9) NOT NULL, 
	theme VARCHAR(40) NOT NULL, 
	team VARCHAR(40), 
	day DATE NOT NULL, 
	shared_at DATETIME, 
	strengths TEXT NOT NULL, 
	opportunities TEXT NOT NULL, 
	next_step TEXT NOT NULL, 
	rating VARCHAR(40) NOT NULL, 
	guidance JSON NOT NULL, 
	expires_on DATE NOT NULL, edits INTEGER DEFAULT '0' NOT NULL, secret_id VARCHAR(8) DEFAULT '' NOT NULL, version VARCHAR(32) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_reflections PRIMARY KEY (id), 
	CONSTRAINT ck_reflections_anonymous CHECK (sharing = 'team' OR (team IS NULL AND shared_at IS NULL)), 
	CONSTRAINT ck_reflections_sharing CHECK (sharing IN ('anonymous', 'team')), 
	CONSTRAINT uq_reflections_lookup UNIQUE (lookup)
)
 WITHOUT ROWID

;
INSERT INTO "reflections" VALUES('2d18afbeae9e459ca056c26e0dd7fef9',X'466FCD49D20377C650B8F2FE1B66F037','team','leadership','children-and-families','2026-11-30','2026-11-30 10:08:34.481900','Our huddle is kind','Quieter rooms, at Ålesund’s desk','Ask the team on Monday','some-days','["one"]','2099-11-30',0,'ef1057fb','c22a6135d58045a9bef5f21d55b43fdd');
INSERT INTO "reflections" VALUES('e00164e3a6334a9fb1ae14ba2fa7f581',X'B9CBDCCD672C430D92A26D446B9A846F','anonymous','leadership',NULL,'2026-11-30',NULL,'Our huddle is kind','Quieter rooms, at Ålesund’s desk','Ask the team on Monday','some-days','["one"]','2099-11-30',0,'ef1057fb','1b3aca45f1db45ebaa4ef7e3f0d6507f');
CREATE TABLE reviews (
	reflection_id VARCHAR(32) NOT NULL, 
	reviewed_by VARCHAR(32), 
	reviewed_at DATETIME, 
	note TEXT NOT NULL, 
	CONSTRAINT pk_reviews PRIMARY KEY (reflection_id), 
	CONSTRAINT fk_reviews_reflection_id FOREIGN KEY(reflection_id) REFERENCES reflections (id) ON DELETE CASCADE, 
	CONSTRAINT fk_reviews_reviewed_by FOREIGN KEY(reviewed_by) REFERENCES coordinators (id) ON DELETE SET NULL
);
INSERT INTO "reviews" VALUES('2d18afbeae9e459ca056c26e0dd7fef9','d08046c573c34527956ed7abedb496cf','2099-11-30 12:00:00.000000','note ü');
CREATE TABLE sign_ins (
	token VARCHAR(64) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	started_at DATETIME NOT NULL, 
	last_used_at DATETIME NOT NULL, proved BOOLEAN DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_sign_ins PRIMARY KEY (token), 
	CONSTRAINT fk_sign_ins_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "sign_ins" VALUES('token ü','d08046c573c34527956ed7abedb496cf','2099-11-30 12:00:00.000000','2099-11-30 12:00:00.000000',0);
CREATE INDEX ix_attempts_subject_at ON attempts (subject, at);
CREATE INDEX ix_audit_events_at ON audit_events (at);
CREATE INDEX ix_conversations_expires_at ON conversations (expires_at);
CREATE INDEX ix_private_reflections_expires_on ON private_reflections (expires_on);
CREATE INDEX ix_reflections_day ON reflections (day);
CREATE INDEX ix_reflections_expires_on ON reflections (expires_on);
CREATE INDEX ix_reflections_team ON reflections (team);
CREATE INDEX ix_reflections_theme ON reflections (theme);
CREATE INDEX ix_conversation_events_conversation_id ON conversation_events (conversation, id);
CREATE INDEX ix_conversation_turns_conversation ON conversation_turns (conversation);
CREATE INDEX ix_sign_ins_coordinator_id ON sign_ins (coordinator_id);
CREATE INDEX ix_changes_published_on ON changes (published_on);
CREATE INDEX ix_changes_written_at ON changes (written_at);
CREATE INDEX ix_erasures_erased_on ON erasures (erased_on);
CREATE INDEX ix_passes_expires_at ON passes (expires_at);
CREATE UNIQUE INDEX uq_coordinators_subject ON coordinators (subject);
CREATE INDEX ix_recovery_codes_coordinator_id ON recovery_codes (coordinator_id);
COMMIT;
