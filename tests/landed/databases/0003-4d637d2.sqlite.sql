BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
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
	fields JSON NOT NULL, 
	CONSTRAINT pk_audit_events PRIMARY KEY (id)
);
INSERT INTO "audit_events" VALUES(1,'2026-11-30 10:08:08.554333','morag','signed_in','morag','{}');
INSERT INTO "audit_events" VALUES(2,'2026-11-30 10:08:08.556502','morag','home_viewed','morag','{}');
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
INSERT INTO "conversation_events" VALUES(1,'10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36',X'F7984DCA1EE3D2EADA754C385E9D6ACF20B390D6FE21D28668FE85E95C984299180766E37428D00FF088CF022587');
CREATE TABLE conversation_turns (
	id INTEGER NOT NULL, 
	conversation VARCHAR(64) NOT NULL, 
	message VARCHAR(64) NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_conversation_turns PRIMARY KEY (id), 
	CONSTRAINT fk_conversation_turns_conversation FOREIGN KEY(conversation) REFERENCES conversations ("key") ON DELETE CASCADE, 
	CONSTRAINT uq_conversation_turns_conversation_message UNIQUE (conversation, message)
);
INSERT INTO "conversation_turns" VALUES(1,'10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36','cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77',X'A4A2D77A5AE8569E94DF5E990E8328AA013621474E3F3EDABF20D4B1064886AC6148E9EB2AD9FEF52372E087');
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
	disabled_at DATETIME, 
	CONSTRAINT pk_coordinators PRIMARY KEY (id), 
	CONSTRAINT uq_coordinators_name UNIQUE (name)
);
INSERT INTO "coordinators" VALUES('e5faa98f13df48d8a17c6b4520abdce8','morag','$argon2id$v=19$m=65536,t=3,p=4$GkqmRf1hBPPItmB6Ucbp6A$+6TDYjzWPjSd4klJgmNFn9r14mVuluSaTub7nzenyic','2026-11-30 10:08:08.542210',NULL);
CREATE TABLE erasures (
	version VARCHAR(32) NOT NULL, 
	erased_on DATE NOT NULL, 
	CONSTRAINT pk_erasures PRIMARY KEY (version)
)
 WITHOUT ROWID

;
INSERT INTO "erasures" VALUES('version ü','2099-11-30');
CREATE TABLE private_reflections (
	lookup BLOB NOT NULL, 
	sealed BLOB NOT NULL, 
	expires_on DATE NOT NULL, secret_id VARCHAR(8) DEFAULT '' NOT NULL, version VARCHAR(32) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_private_reflections PRIMARY KEY (lookup)
)
 WITHOUT ROWID

;
INSERT INTO "private_reflections" VALUES(X'F5E90E1055004C576BF1E981B2E23693',X'8B54727EDF36EC5ECD98C0888D238619D8B8DD8628C2A15D727CC0788614E1F170A8715DE5921FE08A00F2BABDED02BCD6C0D41B6754110B649A1162D353D9E1AD3D911909676593298C4A5843649F2444863A3C522B8FDF26FDF181DBA7035DB01BF8E9BBE92C71429594A1177E4EC285F8EB497590F002F1C26189D210EDFDCC9FDD230AE29F4A3086C7A8875A7CB51EE22CA05396FC785AF29AA431928162C1BBDAA13F4A4881D71D801A66109CAF7194AE07A5AB60274FF2F7881B952A26558EA3728779ECF8F05B555926B56D751E4BBCAC00B9833E5185408D36995FA5363DAB72CB98DD8F6BA0A6C525A7C040806B910CC3999899F0DC34B941383E638814A6B2A5C20609BD45B1E133634616FDA6FF89F57CD594293316FA742858C928007B01C20DA982091A10291361B48B8A','2099-11-30','ef1057fb','c6788a00ed5444508ac49ba07dc4caba');
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
INSERT INTO "reflections" VALUES('bfd8eb04048847d3aa90dc1f0f7cb776',X'B9CBDCCD672C430D92A26D446B9A846F','anonymous','leadership',NULL,'2026-11-30',NULL,'Our huddle is kind','Quieter rooms, at Ålesund’s desk','Ask the team on Monday','some-days','["one"]','2099-11-30',0,'ef1057fb','c69d1ed0d4e94a8299bd59d33e24d109');
INSERT INTO "reflections" VALUES('fc30012f2dfc4068881720def9de0a0e',X'466FCD49D20377C650B8F2FE1B66F037','team','leadership','children-and-families','2026-11-30','2026-11-30 10:08:08.056184','Our huddle is kind','Quieter rooms, at Ålesund’s desk','Ask the team on Monday','some-days','["one"]','2099-11-30',0,'ef1057fb','524c0186e64a4c2e9e6f661c4609f0c9');
CREATE TABLE reviews (
	reflection_id VARCHAR(32) NOT NULL, 
	reviewed_by VARCHAR(32), 
	reviewed_at DATETIME, 
	note TEXT NOT NULL, 
	CONSTRAINT pk_reviews PRIMARY KEY (reflection_id), 
	CONSTRAINT fk_reviews_reflection_id FOREIGN KEY(reflection_id) REFERENCES reflections (id) ON DELETE CASCADE, 
	CONSTRAINT fk_reviews_reviewed_by FOREIGN KEY(reviewed_by) REFERENCES coordinators (id) ON DELETE SET NULL
);
INSERT INTO "reviews" VALUES('bfd8eb04048847d3aa90dc1f0f7cb776','e5faa98f13df48d8a17c6b4520abdce8','2099-11-30 12:00:00.000000','note ü');
CREATE TABLE sign_ins (
	token VARCHAR(64) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	started_at DATETIME NOT NULL, 
	last_used_at DATETIME NOT NULL, 
	CONSTRAINT pk_sign_ins PRIMARY KEY (token), 
	CONSTRAINT fk_sign_ins_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "sign_ins" VALUES('token ü','e5faa98f13df48d8a17c6b4520abdce8','2099-11-30 12:00:00.000000','2099-11-30 12:00:00.000000');
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
COMMIT;
