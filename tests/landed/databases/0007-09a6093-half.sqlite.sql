BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0007');
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
INSERT INTO "audit_events" VALUES(1,'2026-11-30 10:10:00.262223','morag','signed_in','morag','{}','');
INSERT INTO "audit_events" VALUES(2,'2026-11-30 10:10:00.270235','morag','home_viewed','morag','{}','');
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
INSERT INTO "conversation_events" VALUES(1,'10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36',X'FD668BA0801A323D02F5E980B5B0C02CB43FFCC1AF3A2DFA366BC975DDB6C25AB8BACAE233F2EF81DFF567CE8534');
CREATE TABLE conversation_turns (
	id INTEGER NOT NULL, 
	conversation VARCHAR(64) NOT NULL, 
	message VARCHAR(64) NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_conversation_turns PRIMARY KEY (id), 
	CONSTRAINT fk_conversation_turns_conversation FOREIGN KEY(conversation) REFERENCES conversations ("key") ON DELETE CASCADE, 
	CONSTRAINT uq_conversation_turns_conversation_message UNIQUE (conversation, message)
);
INSERT INTO "conversation_turns" VALUES(1,'10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36','cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77',X'1859B33E9769062F04F6CE0F0617602987DAB5EFAC3D5C6981DAECC9DCE52AFEC2CEE19C871FE0C19F6B601B');
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
INSERT INTO "coordinators" VALUES('f72e7bc83fcb4624833514d0dbe56b4f','morag','$argon2id$v=19$m=65536,t=3,p=4$4ncsSrSdYPUU7/S4fF1tQw$/2hJTKtb0JqxjCp4+1zN/HQAvCjlQ+J+4MLoCygNxiI','2026-11-30 10:10:00.242773',NULL,'coordinator',NULL,NULL,0,NULL,NULL,NULL);
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
INSERT INTO "private_reflections" VALUES(X'F5E90E1055004C576BF1E981B2E23693',X'C9CB92B4468E9D0B9AECF0A3197D12C209B658C3A811FC1CAA6165FFE9B0A223B3D0062BC37D07FA6D9CC239B955A6999B35FD12E68A271E5E8005D1702ED3A5DF9F3ECB69BF9FFEC31E8249576D7AB89733155107A5E68437AA6396C6D241037006CCCA0F57A2474C7DEF25194341F3A960722D134F46C94C355A97E1CF1B5B7D12ED3CDDC8E55E2F02CF3E800E3AB042CC6101C844EC797E4CC4A7604EBB571A27E64CEA1966ECC39AAEE3AAB50941C19883EB084462E5CEB8AF9A6DA4BE21DD59632778A240F077E3B513D0283DF861E4CFE66E69DE658BEAC5B9C40D7C0A2AE09C7261D501CAD864740BF0C26522A3D6CD41521478EE17058C626D5FDD56A86083CBD98960E90AA0D6470279CC7B593BB1C8CA19BEC722D1530A1129F21C84C3BEDBEFF0ADE55E074F1ECA5C3E9B9F','2099-11-30','ef1057fb','ecd99d4ddf284aabb4e3f38cc20e73c3');
CREATE TABLE recovery_codes (
	hash VARCHAR(64) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_recovery_codes PRIMARY KEY (hash), 
	CONSTRAINT fk_recovery_codes_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "recovery_codes" VALUES('hash ü','f72e7bc83fcb4624833514d0dbe56b4f');
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
	expires_on DATE NOT NULL, edits INTEGER DEFAULT '0' NOT NULL, secret_id VARCHAR(8) DEFAULT '' NOT NULL, version VARCHAR(32) DEFAULT '' NOT NULL, words TEXT, reviewed BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_reflections PRIMARY KEY (id), 
	CONSTRAINT ck_reflections_anonymous CHECK (sharing = 'team' OR (team IS NULL AND shared_at IS NULL)), 
	CONSTRAINT ck_reflections_sharing CHECK (sharing IN ('anonymous', 'team')), 
	CONSTRAINT uq_reflections_lookup UNIQUE (lookup)
)
 WITHOUT ROWID

;
INSERT INTO "reflections" VALUES('73f0fdda48d84921a100f4a93d8948a6',X'466FCD49D20377C650B8F2FE1B66F037','team','leadership','children-and-families','2026-11-30','2026-11-30 10:09:59.628960','Our huddle is kind','Quieter rooms, at Ålesund’s desk','Ask the team on Monday','some-days','["one"]','2099-11-30',0,'ef1057fb','ec17c73b878d45ce9772029cea5585e5',NULL,0);
INSERT INTO "reflections" VALUES('bee0323407744437b91b69bbd25093a5',X'B9CBDCCD672C430D92A26D446B9A846F','anonymous','leadership',NULL,'2026-11-30',NULL,'Our huddle is kind','Quieter rooms, at Ålesund’s desk','Ask the team on Monday','some-days','["one"]','2099-11-30',0,'ef1057fb','02c209c0ce26453e8d507996d1e5dc99',NULL,0);
CREATE TABLE released_figures (
	first_day DATE NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	theme VARCHAR(40) NOT NULL, 
	part VARCHAR(60) NOT NULL, 
	value INTEGER NOT NULL, 
	CONSTRAINT pk_released_figures PRIMARY KEY (first_day, kind, theme, part), 
	CONSTRAINT fk_released_figures_first_day FOREIGN KEY(first_day) REFERENCES releases (first_day) ON DELETE CASCADE
);
INSERT INTO "released_figures" VALUES('2026-11-23','access','theme ü','part ü',3);
CREATE TABLE releases (
	first_day DATE NOT NULL, 
	last_day DATE NOT NULL, 
	CONSTRAINT pk_releases PRIMARY KEY (first_day), 
	CONSTRAINT uq_releases_last_day UNIQUE (last_day)
);
INSERT INTO "releases" VALUES('2026-11-23','2026-11-23');
CREATE TABLE reviews (
	reflection_id VARCHAR(32) NOT NULL, 
	reviewed_by VARCHAR(32), 
	reviewed_at DATETIME, 
	note TEXT NOT NULL, 
	CONSTRAINT pk_reviews PRIMARY KEY (reflection_id), 
	CONSTRAINT fk_reviews_reflection_id FOREIGN KEY(reflection_id) REFERENCES reflections (id) ON DELETE CASCADE, 
	CONSTRAINT fk_reviews_reviewed_by FOREIGN KEY(reviewed_by) REFERENCES coordinators (id) ON DELETE SET NULL
);
INSERT INTO "reviews" VALUES('73f0fdda48d84921a100f4a93d8948a6','f72e7bc83fcb4624833514d0dbe56b4f','2099-11-30 12:00:00.000000','note ü');
CREATE TABLE sign_ins (
	token VARCHAR(64) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	started_at DATETIME NOT NULL, 
	last_used_at DATETIME NOT NULL, proved BOOLEAN DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_sign_ins PRIMARY KEY (token), 
	CONSTRAINT fk_sign_ins_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "sign_ins" VALUES('token ü','f72e7bc83fcb4624833514d0dbe56b4f','2099-11-30 12:00:00.000000','2099-11-30 12:00:00.000000',0);
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
