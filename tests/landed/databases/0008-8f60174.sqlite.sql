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
INSERT INTO "audit_events" VALUES(1,'2026-11-30 10:09:02.297926','morag','signed_in','morag','{}','861981960587dd48986dc29cdac6d756ab8adc682105e0a8ad92964eee36ce18');
INSERT INTO "audit_events" VALUES(2,'2026-11-30 10:09:02.309897','morag','home_viewed','morag','{}','b8f0e1dd1a8804156bce68bb575563d81d7c02494b2994d5a74866bff2cec695');
CREATE TABLE audit_heads (
	id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	chain VARCHAR(64) NOT NULL, 
	signature VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_audit_heads PRIMARY KEY (id)
);
INSERT INTO "audit_heads" VALUES(1,2,'b8f0e1dd1a8804156bce68bb575563d81d7c02494b2994d5a74866bff2cec695','15a0f40c92448ee91817da4677272c5d0fa4f83a3ec001e43fe98311d2b16719');
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
INSERT INTO "conversation_events" VALUES(1,'10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36',X'137D346228ADE9AA677A0886C434108571F9C4AA69890AC900423F27578DD89028E7BC770916407422675D1D3E4C');
CREATE TABLE conversation_turns (
	id INTEGER NOT NULL, 
	conversation VARCHAR(64) NOT NULL, 
	message VARCHAR(64) NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_conversation_turns PRIMARY KEY (id), 
	CONSTRAINT fk_conversation_turns_conversation FOREIGN KEY(conversation) REFERENCES conversations ("key") ON DELETE CASCADE, 
	CONSTRAINT uq_conversation_turns_conversation_message UNIQUE (conversation, message)
);
INSERT INTO "conversation_turns" VALUES(1,'10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36','cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77',X'F9B2899B84D26E13545C3F04F2BFB2D04EC93FFCEADCD82D26818447A1D3AEBDCDFE0B71B153698652264108');
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
INSERT INTO "coordinators" VALUES('a80294d1f9ad4923a28411fad61c0fc2','morag','$argon2id$v=19$m=65536,t=3,p=4$4eGG4NhA+xArUsdjzr8okw$itKDOd0KDfy4F7Es64sJEJUl5BUbndJDXt4m7nw42dI','2026-11-30 10:09:02.286462',NULL,'coordinator',NULL,NULL,0,NULL,NULL,NULL);
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
INSERT INTO "invitations" VALUES('2d0ac2db817449adb4a21ae324b1478b','strengths','a80294d1f9ad4923a28411fad61c0fc2','2026-11-23',3);
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
INSERT INTO "private_reflections" VALUES(X'F5E90E1055004C576BF1E981B2E23693',X'FBAC504CE194D1943F0F1F0244E1BEC76B6C4822C74BEE7B47EC84187A00A9ED4DBB3BF2F36335D4F437FB16791167F7C457353EF8A31AF4764307F57643236AC35DB9CF50C48500830A378DCE2B85463F083CCD424A53571BA2AEE0ADEBA8B9CA5EC22190A67B64FEF4829DE3F893BE2F006227860BCF1B863A69C37897418C31081D9E54D4A0BBB31040826F2CCED3A761E26E8D35CAFB50E8FA54418B876625BCE0BA1B08F62793190F067C98D2A09508588967B890171540C954EB5DD460BBD37845761E00B44EC3EE0BCA66DF634C7DCB828EA5D087150F6E9F0F2030C071AF6DDA6DF6BD2B5D12C99A3F339F1F8FD61EFBEE15B5663F192CDD6DF69447968F0E617671FF241CCAB5727A6DCFBA2ED481A9752F649216F0DBDCCF67142B538FC12925D2964DD1AD30DDAC975E4CA8','2099-11-30','ef1057fb','da5b6b12748f486093d2fbecfd875978');
CREATE TABLE recovery_codes (
	hash VARCHAR(64) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_recovery_codes PRIMARY KEY (hash), 
	CONSTRAINT fk_recovery_codes_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "recovery_codes" VALUES('hash ü','a80294d1f9ad4923a28411fad61c0fc2');
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
INSERT INTO "reflections" VALUES('2d0ac2db817449adb4a21ae324b1478b',X'B9CBDCCD672C430D92A26D446B9A846F','anonymous','leadership',NULL,'2026-11-30',NULL,'Our huddle is kind','Quieter rooms, at Ålesund’s desk','Ask the team on Monday','some-days','["one"]','2099-11-30',0,'ef1057fb','03314eda4bf148f180ef1957b9829f60',' alesund ask at desk huddl is kind monday on our quieter room s team the ',0);
INSERT INTO "reflections" VALUES('9cc346a745f643d5b3ad5337b0756388',X'466FCD49D20377C650B8F2FE1B66F037','team','leadership','children-and-families','2026-11-30','2026-11-30 10:09:01.874040','Our huddle is kind','Quieter rooms, at Ålesund’s desk','Ask the team on Monday','some-days','["one"]','2099-11-30',0,'ef1057fb','1817c4e3757f4c70ab41db47d0efeef0',' alesund ask at desk huddl is kind monday on our quieter room s team the ',0);
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
INSERT INTO "reviews" VALUES('2d0ac2db817449adb4a21ae324b1478b','a80294d1f9ad4923a28411fad61c0fc2','2099-11-30 12:00:00.000000','note ü');
CREATE TABLE searches (
	id VARCHAR(32) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	words TEXT NOT NULL, 
	day DATE NOT NULL, 
	CONSTRAINT pk_searches PRIMARY KEY (id), 
	CONSTRAINT fk_searches_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "searches" VALUES('id ü','a80294d1f9ad4923a28411fad61c0fc2','words ü','2026-11-23');
CREATE TABLE sign_ins (
	token VARCHAR(64) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	started_at DATETIME NOT NULL, 
	last_used_at DATETIME NOT NULL, proved BOOLEAN DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_sign_ins PRIMARY KEY (token), 
	CONSTRAINT fk_sign_ins_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "sign_ins" VALUES('token ü','a80294d1f9ad4923a28411fad61c0fc2','2099-11-30 12:00:00.000000','2099-11-30 12:00:00.000000',0);
CREATE TABLE taggings (
	tag_id VARCHAR(32) NOT NULL, 
	reflection_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_taggings PRIMARY KEY (tag_id, reflection_id), 
	CONSTRAINT fk_taggings_tag_id FOREIGN KEY(tag_id) REFERENCES tags (id) ON DELETE CASCADE, 
	CONSTRAINT fk_taggings_reflection_id FOREIGN KEY(reflection_id) REFERENCES reflections (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "taggings" VALUES('id ü','2d0ac2db817449adb4a21ae324b1478b');
CREATE TABLE tags (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_tags PRIMARY KEY (id), 
	CONSTRAINT uq_tags_name UNIQUE (name)
);
INSERT INTO "tags" VALUES('id ü','name ü');
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
INSERT INTO "views" VALUES('id ü','a80294d1f9ad4923a28411fad61c0fc2','name ü','query ü','id ü');
CREATE TABLE visits (
	coordinator_id VARCHAR(32) NOT NULL, 
	day DATE NOT NULL, 
	"before" DATE, 
	CONSTRAINT pk_visits PRIMARY KEY (coordinator_id), 
	CONSTRAINT fk_visits_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "visits" VALUES('a80294d1f9ad4923a28411fad61c0fc2','2026-11-23','2026-11-23');
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
CREATE INDEX ix_teams_activities_received_at ON teams_activities (received_at);
CREATE INDEX ix_reminders_due_on ON reminders (due_on);
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
