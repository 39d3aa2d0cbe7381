BEGIN TRANSACTION;
CREATE TABLE action_sources (
	action_id VARCHAR(32) NOT NULL, 
	reflection_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_action_sources PRIMARY KEY (action_id, reflection_id), 
	CONSTRAINT fk_action_sources_action_id FOREIGN KEY(action_id) REFERENCES actions (id) ON DELETE CASCADE, 
	CONSTRAINT fk_action_sources_reflection_id FOREIGN KEY(reflection_id) REFERENCES reflections (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE action_steps (
	id INTEGER NOT NULL, 
	action_id VARCHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR(80) NOT NULL, 
	status VARCHAR(10) NOT NULL, 
	due_on DATE NOT NULL, 
	note TEXT NOT NULL, 
	CONSTRAINT pk_action_steps PRIMARY KEY (id), 
	CONSTRAINT fk_action_steps_action_id FOREIGN KEY(action_id) REFERENCES actions (id) ON DELETE CASCADE
);
CREATE TABLE actions (
	id VARCHAR(32) NOT NULL, 
	theme VARCHAR(40), 
	what TEXT NOT NULL, 
	owner VARCHAR(80) NOT NULL, 
	due_on DATE NOT NULL, 
	status VARCHAR(10) NOT NULL, 
	written_at DATETIME NOT NULL, 
	change_id VARCHAR(32), 
	CONSTRAINT pk_actions PRIMARY KEY (id), 
	CONSTRAINT ck_actions_status CHECK (status IN ('planned', 'started', 'done', 'stopped')), 
	CONSTRAINT fk_actions_change_id FOREIGN KEY(change_id) REFERENCES changes (id) ON DELETE SET NULL
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0011');
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
INSERT INTO "audit_events" VALUES(1,'2026-11-30 10:09:39.337925','morag','signed_in','morag','{}','');
INSERT INTO "audit_events" VALUES(2,'2026-11-30 10:09:39.345864','morag','home_viewed','morag','{}','');
INSERT INTO "audit_events" VALUES(3,'2026-11-30 10:09:42.579552','morag','signed_out','morag','{}','e0837a6e788a729acc04250241ff96ba339c4f6d9b32aaca42df93b054e26249');
CREATE TABLE audit_heads (
	id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	chain VARCHAR(64) NOT NULL, 
	signature VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_audit_heads PRIMARY KEY (id)
);
INSERT INTO "audit_heads" VALUES(1,3,'e0837a6e788a729acc04250241ff96ba339c4f6d9b32aaca42df93b054e26249','0cd1f5fb632f705af852239f22593bdddd79cf4bb8f0ca2afbb8f6d99abd6482');
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
INSERT INTO "conversation_events" VALUES(1,'10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36',X'E73FB6BE7B2A3B268530E5CF3C38BD28573A9296EA4567E315E9DAD2CD6EAC7C6B24C242EA0353FDF156D50967A2');
CREATE TABLE conversation_turns (
	id INTEGER NOT NULL, 
	conversation VARCHAR(64) NOT NULL, 
	message VARCHAR(64) NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_conversation_turns PRIMARY KEY (id), 
	CONSTRAINT fk_conversation_turns_conversation FOREIGN KEY(conversation) REFERENCES conversations ("key") ON DELETE CASCADE, 
	CONSTRAINT uq_conversation_turns_conversation_message UNIQUE (conversation, message)
);
INSERT INTO "conversation_turns" VALUES(1,'10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36','cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77',X'BBA58F96B27B7652814BBA55C4765A2479D07DB0DAE9201B22306315866BC15E70909DFAB6F101530FB54AC3');
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
INSERT INTO "coordinators" VALUES('33c2f29ae54a4b7cacb7ba3c4d518e0e','morag','$argon2id$v=19$m=65536,t=3,p=4$Y4w60+J0LSpyiXgA7viW+Q$uvGhhlHNZ1YY39V1yik6bhebESn8vqlPgiF9sayu1z4','2026-11-30 10:09:39.310963',NULL,'coordinator',NULL,NULL,0,NULL,NULL,NULL);
CREATE TABLE erasures (
	version VARCHAR(32) NOT NULL, 
	erased_on DATE NOT NULL, 
	CONSTRAINT pk_erasures PRIMARY KEY (version)
)
 WITHOUT ROWID

;
INSERT INTO "erasures" VALUES('version ü','2099-11-30');
CREATE TABLE held_reflections (
	id VARCHAR(32) NOT NULL, 
	reflection_id VARCHAR(32) NOT NULL, 
	theme VARCHAR(40) NOT NULL, 
	day DATE NOT NULL, 
	sealed BLOB NOT NULL, 
	expires_on DATE NOT NULL, 
	grace_until DATE, 
	secret_id VARCHAR(8) DEFAULT '' NOT NULL, 
	version VARCHAR(32) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_held_reflections PRIMARY KEY (id)
)
 WITHOUT ROWID

;
CREATE TABLE helpful_counts (
	month DATE NOT NULL, 
	choice VARCHAR(10) NOT NULL, 
	count INTEGER NOT NULL, 
	CONSTRAINT pk_helpful_counts PRIMARY KEY (month, choice), 
	CONSTRAINT ck_helpful_counts_choice CHECK (choice IN ('yes', 'a_bit', 'no'))
)
 WITHOUT ROWID

;
CREATE TABLE holds (
	id VARCHAR(32) NOT NULL, 
	reflection_id VARCHAR(32), 
	theme VARCHAR(40), 
	first_day DATE, 
	last_day DATE, 
	reason TEXT NOT NULL, 
	until DATE NOT NULL, 
	placed_by VARCHAR(80) NOT NULL, 
	placed_at DATETIME NOT NULL, 
	lifted_by VARCHAR(80), 
	lifted_at DATETIME, 
	CONSTRAINT pk_holds PRIMARY KEY (id)
);
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
	expires_on DATE NOT NULL, secret_id VARCHAR(8) DEFAULT '' NOT NULL, version VARCHAR(32) DEFAULT '' NOT NULL, grace_until DATE, 
	CONSTRAINT pk_private_reflections PRIMARY KEY (lookup)
)
 WITHOUT ROWID

;
INSERT INTO "private_reflections" VALUES(X'F5E90E1055004C576BF1E981B2E23693',X'820F2D9C2E027D2384D6E20408F58047F55BFBFAA56743CAD2F62BC0BA36B2B417851A30C4CF9C07B8486C79A798F8F824953075CF8CC9EF3BC7F0C7CBB7C1A60E161BD2EC308D87FCE80D7D38E74D22610BC6731F5069C8608345C1532E7B7CAD4181E0F49B46F4DDBCA485F5FD329A2E584E32D0436589FBAAF5DE0A67C33936B1EF8EF2E0BC8F7EBFC6279CDFDF6255CADDDD4C22D3058FA85B458EA646C2FD6F93CCADBD6DA04F9D4272534F62C007CCC4856830A2CA3C84CE06AA3EF2FF75C047CAC4D565631D93024895C86531A0D4801876937F8B3E74CA1158715FC8A1495D497A298756244ADA11CF65C4DCC8890D58D80FD2CCBE0E7C92BABABF629A613D9AE3484C179FAA5ED5C3D26790A763A7A87A9491D9FD140EF59EFDBF034C5EF944D46E0F88A10E183A265734777E','2099-11-30','ef1057fb','c9e1ea72df494204b4789d08b424ec8a',NULL);
CREATE TABLE purge_receipts (
	day DATE NOT NULL, 
	ran_at DATETIME NOT NULL, 
	retention_days INTEGER NOT NULL, 
	grace_days INTEGER NOT NULL, 
	under_hold BOOLEAN NOT NULL, 
	CONSTRAINT pk_purge_receipts PRIMARY KEY (day)
);
CREATE TABLE recovery_codes (
	hash VARCHAR(64) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_recovery_codes PRIMARY KEY (hash), 
	CONSTRAINT fk_recovery_codes_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "recovery_codes" VALUES('hash ü','33c2f29ae54a4b7cacb7ba3c4d518e0e');
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
	expires_on DATE NOT NULL, edits INTEGER DEFAULT '0' NOT NULL, secret_id VARCHAR(8) DEFAULT '' NOT NULL, version VARCHAR(32) DEFAULT '' NOT NULL, words TEXT, reviewed BOOLEAN DEFAULT 0 NOT NULL, grace_until DATE, 
	CONSTRAINT pk_reflections PRIMARY KEY (id), 
	CONSTRAINT ck_reflections_anonymous CHECK (sharing = 'team' OR (team IS NULL AND shared_at IS NULL)), 
	CONSTRAINT ck_reflections_sharing CHECK (sharing IN ('anonymous', 'team')), 
	CONSTRAINT uq_reflections_lookup UNIQUE (lookup)
)
 WITHOUT ROWID

;
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
CREATE TABLE rights_requests (
	id VARCHAR(32) NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	reference VARCHAR(40) NOT NULL, 
	received_on DATE NOT NULL, 
	due_on DATE NOT NULL, 
	taken_by VARCHAR(80) NOT NULL, 
	answered INTEGER DEFAULT '0' NOT NULL, 
	held BOOLEAN NOT NULL, 
	outcome VARCHAR(10) NOT NULL, 
	closed_on DATE, 
	CONSTRAINT pk_rights_requests PRIMARY KEY (id), 
	CONSTRAINT ck_rights_requests_kind CHECK (kind IN ('access', 'erasure')), 
	CONSTRAINT ck_rights_requests_outcome CHECK (outcome IN ('', 'done', 'nothing', 'withdrawn'))
);
CREATE TABLE searches (
	id VARCHAR(32) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	words TEXT NOT NULL, 
	day DATE NOT NULL, 
	CONSTRAINT pk_searches PRIMARY KEY (id), 
	CONSTRAINT fk_searches_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
CREATE TABLE shared_progress (
	reflection_id VARCHAR(32) NOT NULL, 
	choice VARCHAR(10) NOT NULL, 
	version VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_shared_progress PRIMARY KEY (reflection_id), 
	CONSTRAINT ck_shared_progress_choice CHECK (choice IN ('done', 'begun', 'not_yet', 'other')), 
	CONSTRAINT fk_shared_progress_reflection_id FOREIGN KEY(reflection_id) REFERENCES reflections (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE sign_ins (
	token VARCHAR(64) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	started_at DATETIME NOT NULL, 
	last_used_at DATETIME NOT NULL, proved BOOLEAN DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_sign_ins PRIMARY KEY (token), 
	CONSTRAINT fk_sign_ins_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "sign_ins" VALUES('token ü','33c2f29ae54a4b7cacb7ba3c4d518e0e','2099-11-30 12:00:00.000000','2099-11-30 12:00:00.000000',0);
CREATE TABLE "taggings" (
	tag_id VARCHAR(32) NOT NULL, 
	reflection_id VARCHAR(32) NOT NULL, 
	day DATE NOT NULL, 
	CONSTRAINT pk_taggings PRIMARY KEY (tag_id, reflection_id), 
	CONSTRAINT fk_taggings_tag_id FOREIGN KEY(tag_id) REFERENCES tags (id) ON DELETE CASCADE, 
	CONSTRAINT fk_taggings_reflection_id FOREIGN KEY(reflection_id) REFERENCES reflections (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE tags (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_tags PRIMARY KEY (id), 
	CONSTRAINT uq_tags_name UNIQUE (name)
);
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
CREATE TABLE visits (
	coordinator_id VARCHAR(32) NOT NULL, 
	day DATE NOT NULL, 
	"before" DATE, 
	CONSTRAINT pk_visits PRIMARY KEY (coordinator_id), 
	CONSTRAINT fk_visits_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
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
CREATE INDEX ix_searches_coordinator_id ON searches (coordinator_id);
CREATE INDEX ix_views_coordinator_id ON views (coordinator_id);
CREATE INDEX ix_views_search_id ON views (search_id);
CREATE INDEX ix_actions_status_due_on ON actions (status, due_on);
CREATE INDEX ix_action_steps_action_id ON action_steps (action_id);
CREATE INDEX ix_action_sources_reflection_id ON action_sources (reflection_id);
CREATE INDEX ix_holds_until ON holds (until);
CREATE INDEX ix_held_reflections_expires_on ON held_reflections (expires_on);
CREATE INDEX ix_rights_requests_due_on ON rights_requests (due_on);
CREATE INDEX ix_reflections_rating_day_id ON reflections (rating, day, id) WHERE sharing = 'team';
CREATE INDEX ix_reflections_team_theme_day_id ON reflections (team, theme, day, id) WHERE team IS NOT NULL;
CREATE INDEX ix_taggings_reflection_id ON taggings (reflection_id);
CREATE INDEX ix_taggings_tag_id_day_reflection_id ON taggings (tag_id, day, reflection_id);
COMMIT;
