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
INSERT INTO "audit_events" VALUES(1,'2026-11-30 10:08:30.005959','morag','signed_in','morag','{}','');
INSERT INTO "audit_events" VALUES(2,'2026-11-30 10:08:30.018041','morag','home_viewed','morag','{}','');
CREATE TABLE audit_heads (
	id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	chain VARCHAR(64) NOT NULL, 
	signature VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_audit_heads PRIMARY KEY (id)
);
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
INSERT INTO "conversation_events" VALUES(1,'10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36',X'8651A946CFD2C734E2ECE634E8048E3C1263A1BF6F6CB42C27DC92B89E9CC8B8859A29936127547B018786A329C8');
CREATE TABLE conversation_turns (
	id INTEGER NOT NULL, 
	conversation VARCHAR(64) NOT NULL, 
	message VARCHAR(64) NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_conversation_turns PRIMARY KEY (id), 
	CONSTRAINT fk_conversation_turns_conversation FOREIGN KEY(conversation) REFERENCES conversations ("key") ON DELETE CASCADE, 
	CONSTRAINT uq_conversation_turns_conversation_message UNIQUE (conversation, message)
);
INSERT INTO "conversation_turns" VALUES(1,'10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36','cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77',X'B2E15E81F149508B741028D4B860B792D03A0BDB713A9A7E1396C73764A503EC4D839F8F0BDE85CE397F6D3E');
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
INSERT INTO "coordinators" VALUES('6afaede227a94a7aaf44201eafaa7777','morag','$argon2id$v=19$m=65536,t=3,p=4$nR+hSMG52S80AEVNl/AaJQ$XX2VL9fav25kX3+1rEF/XbBsS20gb7wgGPfFFe8OkEs','2026-11-30 10:08:29.976321',NULL,'coordinator',NULL,NULL,0,NULL,NULL,NULL);
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
INSERT INTO "private_reflections" VALUES(X'F5E90E1055004C576BF1E981B2E23693',X'D9E5F4A148D5078058102DAEE7EC7C71D0533478E32FBF5B9E8849AB268E7B308F3A158D0FA24C4649D731476A4D9E54E162E88F4A92DCE7E6CBA1BE39431B1535EE286166A187F5461F5658280DD663D786669174DC3BBA2734947014186DF8CECFAEAB35AE79E3CED76F3E85FC9561734FADAE5F0BFA0A85CB54F56413E03D0CC62BAC3AF4438CA03776B0239E0424AB8A5F8864C7C66DAE49412572675633A2EEE1DE8215DEF9AC2E2FCF2E97A1C07D6731524F002B7E574E43AD4C11FF04F7DA1A4A13B50842A8EF9B9D61304C72CDB5B1A68024DCE8EA6ECB86D17A8728DFF02E22C552762F7F9AF850D1A25FA5D26801F6D9DA84D0240F3CB08950A7D11471DB1763610A8047B55FF7AC124F58298EBD087FCE853E35B73825C8C583B595AF05478FEF0F2A984D23832B003B7278','2099-11-30','ef1057fb','909c0e260cbb45cba77f7590a8af4b06');
CREATE TABLE recovery_codes (
	hash VARCHAR(64) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_recovery_codes PRIMARY KEY (hash), 
	CONSTRAINT fk_recovery_codes_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "recovery_codes" VALUES('hash ü','6afaede227a94a7aaf44201eafaa7777');
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
INSERT INTO "reflections" VALUES('7f09cc23c0e948359a59aa1ed3a3ac02',X'466FCD49D20377C650B8F2FE1B66F037','team','leadership','children-and-families','2026-11-30','2026-11-30 10:08:29.566095','Our huddle is kind','Quieter rooms, at Ålesund’s desk','Ask the team on Monday','some-days','["one"]','2099-11-30',0,'ef1057fb','dbc1328583f2411b8b65c1d1da39ca58');
INSERT INTO "reflections" VALUES('a4d47b9613834696889be0bc0140d651',X'B9CBDCCD672C430D92A26D446B9A846F','anonymous','leadership',NULL,'2026-11-30',NULL,'Our huddle is kind','Quieter rooms, at Ålesund’s desk','Ask the team on Monday','some-days','["one"]','2099-11-30',0,'ef1057fb','b85346297095426f90349e5b0488cd8c');
CREATE TABLE reminders (
	"key" VARCHAR(64) NOT NULL, 
	due_on DATE NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_reminders PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
INSERT INTO "reminders" VALUES('key ü','2099-11-30',X'000102030405060708090A0B0C0D0E0F');
CREATE TABLE reviews (
	reflection_id VARCHAR(32) NOT NULL, 
	reviewed_by VARCHAR(32), 
	reviewed_at DATETIME, 
	note TEXT NOT NULL, 
	CONSTRAINT pk_reviews PRIMARY KEY (reflection_id), 
	CONSTRAINT fk_reviews_reflection_id FOREIGN KEY(reflection_id) REFERENCES reflections (id) ON DELETE CASCADE, 
	CONSTRAINT fk_reviews_reviewed_by FOREIGN KEY(reviewed_by) REFERENCES coordinators (id) ON DELETE SET NULL
);
INSERT INTO "reviews" VALUES('7f09cc23c0e948359a59aa1ed3a3ac02','6afaede227a94a7aaf44201eafaa7777','2099-11-30 12:00:00.000000','note ü');
CREATE TABLE sign_ins (
	token VARCHAR(64) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	started_at DATETIME NOT NULL, 
	last_used_at DATETIME NOT NULL, proved BOOLEAN DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_sign_ins PRIMARY KEY (token), 
	CONSTRAINT fk_sign_ins_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "sign_ins" VALUES('token ü','6afaede227a94a7aaf44201eafaa7777','2099-11-30 12:00:00.000000','2099-11-30 12:00:00.000000',0);
CREATE TABLE teams_activities (
	id INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	sealed BLOB, 
	received_at DATETIME NOT NULL, 
	CONSTRAINT pk_teams_activities PRIMARY KEY (id), 
	CONSTRAINT uq_teams_activities_key UNIQUE ("key")
);
INSERT INTO "teams_activities" VALUES(1,'key ü',X'000102030405060708090A0B0C0D0E0F','2099-11-30 12:00:00.000000');
CREATE TABLE teams_references (
	"key" VARCHAR(64) NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_teams_references PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
INSERT INTO "teams_references" VALUES('key ü',X'000102030405060708090A0B0C0D0E0F');
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
CREATE INDEX ix_teams_activities_received_at ON teams_activities (received_at);
CREATE INDEX ix_reminders_due_on ON reminders (due_on);
CREATE UNIQUE INDEX uq_coordinators_subject ON coordinators (subject);
CREATE INDEX ix_recovery_codes_coordinator_id ON recovery_codes (coordinator_id);
COMMIT;
