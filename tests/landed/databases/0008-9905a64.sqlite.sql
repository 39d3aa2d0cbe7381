BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0008');
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
INSERT INTO "audit_events" VALUES(1,'2026-11-30 10:08:56.506243','morag','signed_in','morag','{}','');
INSERT INTO "audit_events" VALUES(2,'2026-11-30 10:08:56.508897','morag','home_viewed','morag','{}','');
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
INSERT INTO "conversation_events" VALUES(1,'10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36',X'420D237FA6A3956477E4CB5F0B3767DBFE8F6B468C2AC8730154E05ABDC994644AE6717FF6C729012FA0B0B6D662');
CREATE TABLE conversation_turns (
	id INTEGER NOT NULL, 
	conversation VARCHAR(64) NOT NULL, 
	message VARCHAR(64) NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_conversation_turns PRIMARY KEY (id), 
	CONSTRAINT fk_conversation_turns_conversation FOREIGN KEY(conversation) REFERENCES conversations ("key") ON DELETE CASCADE, 
	CONSTRAINT uq_conversation_turns_conversation_message UNIQUE (conversation, message)
);
INSERT INTO "conversation_turns" VALUES(1,'10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36','cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77',X'E704517FBB83CB9B3B66CEBBDF8DA89369DF8C84A59E2BE1CE20D4830E32686B905CF161992DC923202930FB');
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
INSERT INTO "coordinators" VALUES('076f89e19a2c47e4bcde96bbbf76e181','morag','$argon2id$v=19$m=65536,t=3,p=4$Q6fdBveVdOS+DX7wgF0Ggg$5BURv7LPTc6P0LlcqF0RGzEark3eP7vPs0vjS6diwsk','2026-11-30 10:08:56.490808',NULL,'coordinator',NULL,NULL,0,NULL,NULL,NULL);
CREATE TABLE erasures (
	version VARCHAR(32) NOT NULL, 
	erased_on DATE NOT NULL, 
	CONSTRAINT pk_erasures PRIMARY KEY (version)
)
 WITHOUT ROWID

;
INSERT INTO "erasures" VALUES('version ü','2099-11-30');
CREATE TABLE invitations (
	reflection_id VARCHAR(32) NOT NULL, 
	about VARCHAR(20) NOT NULL, 
	asked_by VARCHAR(32), 
	asked_on DATE NOT NULL, 
	edits INTEGER NOT NULL, 
	CONSTRAINT pk_invitations PRIMARY KEY (reflection_id), 
	CONSTRAINT ck_invitations_about CHECK (about IN ('strengths', 'opportunities', 'next_step')), 
	CONSTRAINT fk_invitations_reflection_id FOREIGN KEY(reflection_id) REFERENCES reflections (id) ON DELETE CASCADE, 
	CONSTRAINT fk_invitations_asked_by FOREIGN KEY(asked_by) REFERENCES coordinators (id) ON DELETE SET NULL
);
INSERT INTO "invitations" VALUES('103127ea095f4c66badec547c5a55379','strengths','076f89e19a2c47e4bcde96bbbf76e181','2026-11-23',3);
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
INSERT INTO "private_reflections" VALUES(X'F5E90E1055004C576BF1E981B2E23693',X'137886196456F1FC5728D911283EDB7F9CB2D7E2377CEA7EF90B385BB3E366A207F10D28FA9EEDA344AA4944C349295F0F593AD4FB88DCA3C7FC615657BBFF351553C0F71D37077FBE063F68C6FF203672B1C7D82596B1C19597CBA8E16BCF209C675ABAEBA4AE0610616B94D5E5CAC58B630D501E071C4C3BFCA4EB6358672256A4806875421EDFA924E6604ED6376B4665C7167296DE8E9E3A5E4190B4256C51E0A6EADEF24FC5801C649C93E820229765D27633AD0C2C9E8A8C1606B9DC2B6C235F0CA8CFC51018F65BCD501F86D5FC34E3E00C24FA141D1DD53237E387D350EFFEC3363E7EAECE9EF00498DDE08C1F96D72AEB6B43D9A42FF1EE81123CFD9EC45F12E726649E3F35A5F57AB9989ED3AF26D9C111D8C1D0AF0255A03E1BC414821E19384E206E12F1AED533BE69ECBE','2099-11-30','ef1057fb','d8faee63b20b46fd97f265569e8a8953');
CREATE TABLE recovery_codes (
	hash VARCHAR(64) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_recovery_codes PRIMARY KEY (hash), 
	CONSTRAINT fk_recovery_codes_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "recovery_codes" VALUES('hash ü','076f89e19a2c47e4bcde96bbbf76e181');
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
INSERT INTO "reflections" VALUES('103127ea095f4c66badec547c5a55379',X'466FCD49D20377C650B8F2FE1B66F037','team','leadership','children-and-families','2026-11-30','2026-11-30 10:08:55.997779','Our huddle is kind','Quieter rooms, at Ålesund’s desk','Ask the team on Monday','some-days','["one"]','2099-11-30',0,'ef1057fb','f161d69934bc443b93f743969bf5fd5a',' alesund ask at desk huddl is kind monday on our quieter room s team the ',0);
INSERT INTO "reflections" VALUES('6413e4bb51a34766add8b41bd5300c00',X'B9CBDCCD672C430D92A26D446B9A846F','anonymous','leadership',NULL,'2026-11-30',NULL,'Our huddle is kind','Quieter rooms, at Ålesund’s desk','Ask the team on Monday','some-days','["one"]','2099-11-30',0,'ef1057fb','53f4945c9e534c019ced122b39a00ea1',' alesund ask at desk huddl is kind monday on our quieter room s team the ',0);
CREATE TABLE reviews (
	reflection_id VARCHAR(32) NOT NULL, 
	reviewed_by VARCHAR(32), 
	reviewed_at DATETIME, 
	note TEXT NOT NULL, 
	CONSTRAINT pk_reviews PRIMARY KEY (reflection_id), 
	CONSTRAINT fk_reviews_reflection_id FOREIGN KEY(reflection_id) REFERENCES reflections (id) ON DELETE CASCADE, 
	CONSTRAINT fk_reviews_reviewed_by FOREIGN KEY(reviewed_by) REFERENCES coordinators (id) ON DELETE SET NULL
);
INSERT INTO "reviews" VALUES('103127ea095f4c66badec547c5a55379','076f89e19a2c47e4bcde96bbbf76e181','2099-11-30 12:00:00.000000','note ü');
CREATE TABLE searches (
	id VARCHAR(32) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	words TEXT NOT NULL, 
	day DATE NOT NULL, 
	CONSTRAINT pk_searches PRIMARY KEY (id), 
	CONSTRAINT fk_searches_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "searches" VALUES('id ü','076f89e19a2c47e4bcde96bbbf76e181','words ü','2026-11-23');
CREATE TABLE sign_ins (
	token VARCHAR(64) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	started_at DATETIME NOT NULL, 
	last_used_at DATETIME NOT NULL, proved BOOLEAN DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_sign_ins PRIMARY KEY (token), 
	CONSTRAINT fk_sign_ins_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "sign_ins" VALUES('token ü','076f89e19a2c47e4bcde96bbbf76e181','2099-11-30 12:00:00.000000','2099-11-30 12:00:00.000000',0);
CREATE TABLE taggings (
	tag_id VARCHAR(32) NOT NULL, 
	reflection_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_taggings PRIMARY KEY (tag_id, reflection_id), 
	CONSTRAINT fk_taggings_tag_id FOREIGN KEY(tag_id) REFERENCES tags (id) ON DELETE CASCADE, 
	CONSTRAINT fk_taggings_reflection_id FOREIGN KEY(reflection_id) REFERENCES reflections (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "taggings" VALUES('id ü','103127ea095f4c66badec547c5a55379');
CREATE TABLE tags (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_tags PRIMARY KEY (id), 
	CONSTRAINT uq_tags_name UNIQUE (name)
);
INSERT INTO "tags" VALUES('id ü','name ü');
CREATE TABLE views (
	id VARCHAR(32) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	"query" TEXT NOT NULL, 
	search_id VARCHAR(32), 
	CONSTRAINT pk_views PRIMARY KEY (id), 
	CONSTRAINT fk_views_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE, 
	CONSTRAINT fk_views_search_id FOREIGN KEY(search_id) REFERENCES searches (id) ON DELETE CASCADE
);
INSERT INTO "views" VALUES('id ü','076f89e19a2c47e4bcde96bbbf76e181','name ü','query ü','id ü');
CREATE TABLE visits (
	coordinator_id VARCHAR(32) NOT NULL, 
	day DATE NOT NULL, 
	"before" DATE, 
	CONSTRAINT pk_visits PRIMARY KEY (coordinator_id), 
	CONSTRAINT fk_visits_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "visits" VALUES('076f89e19a2c47e4bcde96bbbf76e181','2026-11-23','2026-11-23');
CREATE INDEX ix_attempts_subject_at ON attempts (subject, at);
CREATE INDEX ix_audit_events_at ON audit_events (at);
CREATE INDEX ix_conversations_expires_at ON conversations (expires_at);
CREATE INDEX ix_private_reflections_expires_on ON private_reflections (expires_on);
CREATE INDEX ix_reflections_expires_on ON reflections (expires_on);
CREATE INDEX ix_conversation_events_conversation_id ON conversation_events (conversation, id);
CREATE INDEX ix_conversation_turns_conversation ON conversation_turns (conversation);
CREATE INDEX ix_sign_ins_coordinator_id ON sign_ins (coordinator_id);
CREATE INDEX ix_changes_published_on ON changes (published_on);
CREATE INDEX ix_changes_written_at ON changes (written_at);
CREATE INDEX ix_erasures_erased_on ON erasures (erased_on);
CREATE INDEX ix_passes_expires_at ON passes (expires_at);
CREATE UNIQUE INDEX uq_coordinators_subject ON coordinators (subject);
CREATE INDEX ix_recovery_codes_coordinator_id ON recovery_codes (coordinator_id);
CREATE INDEX ix_reflections_day_id ON reflections (day, id);
CREATE INDEX ix_reflections_theme_day_id ON reflections (theme, day, id);
CREATE INDEX ix_reflections_team_day_id ON reflections (team, day, id);
CREATE INDEX ix_reflections_sharing_day_id ON reflections (sharing, day, id);
CREATE INDEX ix_reflections_reviewed_day_id ON reflections (reviewed, day, id);
CREATE INDEX ix_taggings_reflection_id ON taggings (reflection_id);
CREATE INDEX ix_searches_coordinator_id ON searches (coordinator_id);
CREATE INDEX ix_views_coordinator_id ON views (coordinator_id);
CREATE INDEX ix_views_search_id ON views (search_id);
COMMIT;
