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
INSERT INTO "action_sources" VALUES('id ü','8400a1e708d941cd9f86bc011c580819');
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
INSERT INTO "action_steps" VALUES(1,'id ü','2099-11-30 12:00:00.000000','by ü','planned','2099-11-30','note ü');
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
INSERT INTO "actions" VALUES('id ü','theme ü','what ü','owner ü','2099-11-30','planned','2099-11-30 12:00:00.000000','id ü');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0016');
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
INSERT INTO "audit_events" VALUES(1,'2026-12-01 13:31:46.794686','morag','signed_in','morag','{}','ec3f05195bca7ed653c3b12fefbb431501db3ce8c8c95a05925eb9729aa9ff93');
INSERT INTO "audit_events" VALUES(2,'2026-12-01 13:31:46.914586','morag','home_viewed','morag','{}','58b57f43bc2380bda2c2cfe57a8bb6e281917bd8f67055109b305a04765c12c2');
CREATE TABLE audit_heads (
	id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	chain VARCHAR(64) NOT NULL, 
	signature VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_audit_heads PRIMARY KEY (id)
);
INSERT INTO "audit_heads" VALUES(1,2,'58b57f43bc2380bda2c2cfe57a8bb6e281917bd8f67055109b305a04765c12c2','618d505c7b6afe5d532c609eeb239cdbf822a759773f22942e07a897c533e0c8');
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
CREATE TABLE clock (
	id INTEGER NOT NULL, 
	believed_at DATETIME NOT NULL, 
	CONSTRAINT pk_clock PRIMARY KEY (id)
);
INSERT INTO "clock" VALUES(3,'2099-11-30 12:00:00.000000');
CREATE TABLE conversation_events (
	id INTEGER NOT NULL, 
	conversation VARCHAR(64) NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_conversation_events PRIMARY KEY (id), 
	CONSTRAINT fk_conversation_events_conversation FOREIGN KEY(conversation) REFERENCES conversations ("key") ON DELETE CASCADE
);
INSERT INTO "conversation_events" VALUES(1,'10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36',X'A5AED346B12353C199E17927E49A9EA7865E01985E68F23467A3F78502874132814385AC07387388BA2DFE632114');
CREATE TABLE conversation_turns (
	id INTEGER NOT NULL, 
	conversation VARCHAR(64) NOT NULL, 
	message VARCHAR(64) NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_conversation_turns PRIMARY KEY (id), 
	CONSTRAINT fk_conversation_turns_conversation FOREIGN KEY(conversation) REFERENCES conversations ("key") ON DELETE CASCADE, 
	CONSTRAINT uq_conversation_turns_conversation_message UNIQUE (conversation, message)
);
INSERT INTO "conversation_turns" VALUES(1,'10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36','cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77',X'995C6ACA2345ED74E0ACCD5D0ED062961B5E8083FEEFE0796AA8890BFB5A67A283E93B650A21D552E034E00D');
CREATE TABLE conversations (
	"key" VARCHAR(64) NOT NULL, 
	expires_at DATETIME NOT NULL, version INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_conversations PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
INSERT INTO "conversations" VALUES('10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36','2099-11-30 12:00:00.000000',0);
CREATE TABLE coordinators (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	password_hash VARCHAR(200) NOT NULL, 
	created_at DATETIME NOT NULL, 
	disabled_at DATETIME, role VARCHAR(20) DEFAULT 'coordinator' NOT NULL, themes JSON, teams JSON, "temporary" BOOLEAN DEFAULT 0 NOT NULL, totp BLOB, totp_step INTEGER, subject VARCHAR(64), 
	CONSTRAINT pk_coordinators PRIMARY KEY (id), 
	CONSTRAINT uq_coordinators_name UNIQUE (name)
);
INSERT INTO "coordinators" VALUES('a34e521b02d94cd0bda96597d7979cc8','morag','$argon2id$v=19$m=65536,t=3,p=4$aSkR6d6z7aE2ex5QE6CCyA$JtXhkNNc6+v08jIqHXWSKOej3pEEvi12kB1XVZTDeyg','2026-12-01 13:31:46.669246',NULL,'coordinator',NULL,NULL,0,NULL,NULL,NULL);
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
INSERT INTO "held_reflections" VALUES('id ü','reflection_id ü','theme ü','2026-11-23',X'000102030405060708090A0B0C0D0E0F','2099-11-30','2026-11-23','secret_i','version ü');
CREATE TABLE helpful_counts (
	month DATE NOT NULL, 
	choice VARCHAR(10) NOT NULL, 
	count INTEGER NOT NULL, 
	CONSTRAINT pk_helpful_counts PRIMARY KEY (month, choice), 
	CONSTRAINT ck_helpful_counts_choice CHECK (choice IN ('yes', 'a_bit', 'no'))
)
 WITHOUT ROWID

;
INSERT INTO "helpful_counts" VALUES('2026-11-23','yes',3);
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
INSERT INTO "holds" VALUES('id ü','reflection_id ü','theme ü','2026-11-23','2026-11-23','reason ü','2099-11-30','placed_by ü','2099-11-30 12:00:00.000000','lifted_by ü','2099-11-30 12:00:00.000000');
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
INSERT INTO "invitations" VALUES('8400a1e708d941cd9f86bc011c580819','strengths','a34e521b02d94cd0bda96597d7979cc8','2026-11-23',3);
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
INSERT INTO "private_reflections" VALUES(X'F5E90E1055004C576BF1E981B2E23693',X'262CE92D221B47A08B8CFE4232719643A119CBFBDC0D839EF46D3FB46B2C272DD124F7482C977E440EF6588A3814A45A91A741548B47467C74C06BCE003F523A27FE4FBA7811860A736DAC062828C7145A7B0053DC55CB4A961CED5F41D2FC18BA5A47EE250FB7A7CE0B69474FC39A6F235817129A47B04F5F68D3BCDF97132E9FC4581E5ABD67B3683C5168455FAC1D8AEAB7C58472F4BD690F8D9839FA4581732F3D73ABF8450B65CFF5B20EBB3DAF65C95011C6E2F144BCEBADBF717ECFE0592A356BD1057981037ADF499F145B9243279626764439F5C89AF9424EFE30D0B11C3A8D1C9CE2725928B9CC4BB63865BE84C70258C68906B6694360675168B1F9F87DBCF2A66ACA15B6161EEC25812340084C41E1C42A88918017975DC305433D87C78A48642317D299FB513FA88388C6','2099-11-30','ef1057fb','1290177fd40845d489fdd6661c5d50ed','2027-12-15');
CREATE TABLE purge_receipts (
	day DATE NOT NULL, 
	ran_at DATETIME NOT NULL, 
	retention_days INTEGER NOT NULL, 
	grace_days INTEGER NOT NULL, 
	under_hold BOOLEAN NOT NULL, 
	CONSTRAINT pk_purge_receipts PRIMARY KEY (day)
);
INSERT INTO "purge_receipts" VALUES('2026-11-23','2099-11-30 12:00:00.000000',3,3,0);
CREATE TABLE rates (
	"key" VARCHAR(64) NOT NULL, 
	until DATETIME NOT NULL, 
	CONSTRAINT pk_rates PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
INSERT INTO "rates" VALUES('key ü','2099-11-30 12:00:00.000000');
CREATE TABLE recovery_codes (
	hash VARCHAR(64) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_recovery_codes PRIMARY KEY (hash), 
	CONSTRAINT fk_recovery_codes_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "recovery_codes" VALUES('hash ü','a34e521b02d94cd0bda96597d7979cc8');
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
INSERT INTO "reflections" VALUES('8400a1e708d941cd9f86bc011c580819',X'466FCD49D20377C650B8F2FE1B66F037','team','leadership','children-and-families','2026-12-01','2026-12-01 13:31:45.611444','Our huddle is kind','Quieter rooms, at Ålesund’s desk','Ask the team on Monday','some-days','["one"]','2099-11-30',0,'ef1057fb','79c0bb4df6bd42639c46d11dda020399',' _202612 alesund ask at desk huddl is kind monday on our quieter room s team the ',0,'2027-12-15');
INSERT INTO "reflections" VALUES('97cefa8e469c451b82ed33418f2ee45c',X'B9CBDCCD672C430D92A26D446B9A846F','anonymous','leadership',NULL,'2026-12-01',NULL,'Our huddle is kind','Quieter rooms, at Ålesund’s desk','Ask the team on Monday','some-days','["one"]','2099-11-30',0,'ef1057fb','a3564dd091974392b1af4aff5621df4b',' _202612 alesund ask at desk huddl is kind monday on our quieter room s team the ',0,'2027-12-15');
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
INSERT INTO "reviews" VALUES('8400a1e708d941cd9f86bc011c580819','a34e521b02d94cd0bda96597d7979cc8','2099-11-30 12:00:00.000000','note ü');
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
INSERT INTO "rights_requests" VALUES('id ü','access','reference ü','2026-11-23','2099-11-30','taken_by ü',3,0,'','2026-11-23');
CREATE TABLE searches (
	id VARCHAR(32) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	words TEXT NOT NULL, 
	day DATE NOT NULL, 
	CONSTRAINT pk_searches PRIMARY KEY (id), 
	CONSTRAINT fk_searches_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "searches" VALUES('id ü','a34e521b02d94cd0bda96597d7979cc8','words ü','2026-11-23');
CREATE TABLE session_answers (
	session_id VARCHAR(32) NOT NULL, 
	answer_key BLOB NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_session_answers PRIMARY KEY (session_id, answer_key), 
	CONSTRAINT fk_session_answers_session_id FOREIGN KEY(session_id) REFERENCES team_sessions (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "session_answers" VALUES('id ü',X'000102030405060708090A0B0C0D0E0F',X'000102030405060708090A0B0C0D0E0F');
CREATE TABLE session_invitations (
	session_id VARCHAR(32) NOT NULL, 
	"key" BLOB NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_session_invitations PRIMARY KEY (session_id, "key"), 
	CONSTRAINT fk_session_invitations_session_id FOREIGN KEY(session_id) REFERENCES team_sessions (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "session_invitations" VALUES('id ü',X'000102030405060708090A0B0C0D0E0F',X'000102030405060708090A0B0C0D0E0F');
CREATE TABLE session_places (
	session_id VARCHAR(32) NOT NULL, 
	sealed BLOB NOT NULL, 
	shows VARCHAR(40) NOT NULL, 
	sent_anew BOOLEAN NOT NULL, 
	reminded BOOLEAN NOT NULL, 
	gone BOOLEAN NOT NULL, 
	CONSTRAINT pk_session_places PRIMARY KEY (session_id), 
	CONSTRAINT fk_session_places_session_id FOREIGN KEY(session_id) REFERENCES team_sessions (id) ON DELETE CASCADE
);
INSERT INTO "session_places" VALUES('id ü',X'000102030405060708090A0B0C0D0E0F','shows ü',0,0,0);
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
INSERT INTO "shared_progress" VALUES('8400a1e708d941cd9f86bc011c580819','done','version ü');
CREATE TABLE sign_ins (
	token VARCHAR(64) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	started_at DATETIME NOT NULL, 
	last_used_at DATETIME NOT NULL, proved BOOLEAN DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_sign_ins PRIMARY KEY (token), 
	CONSTRAINT fk_sign_ins_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "sign_ins" VALUES('token ü','a34e521b02d94cd0bda96597d7979cc8','2099-11-30 12:00:00.000000','2099-11-30 12:00:00.000000',0);
CREATE TABLE "taggings" (
	tag_id VARCHAR(32) NOT NULL, 
	reflection_id VARCHAR(32) NOT NULL, 
	day DATE NOT NULL, 
	CONSTRAINT pk_taggings PRIMARY KEY (tag_id, reflection_id), 
	CONSTRAINT fk_taggings_reflection_id FOREIGN KEY(reflection_id) REFERENCES reflections (id) ON DELETE CASCADE, 
	CONSTRAINT fk_taggings_tag_id FOREIGN KEY(tag_id) REFERENCES tags (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "taggings" VALUES('id ü','8400a1e708d941cd9f86bc011c580819','2026-11-23');
CREATE TABLE tags (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_tags PRIMARY KEY (id), 
	CONSTRAINT uq_tags_name UNIQUE (name)
);
INSERT INTO "tags" VALUES('id ü','name ü');
CREATE TABLE team_sessions (
	id VARCHAR(32) NOT NULL, 
	join_code VARCHAR(80) NOT NULL, 
	team VARCHAR(40) NOT NULL, 
	themes JSON NOT NULL, 
	steps JSON NOT NULL, 
	facilitator_id VARCHAR(32), 
	opened_at DATETIME NOT NULL, 
	closes_at DATETIME NOT NULL, 
	reminded BOOLEAN NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	closed_on DATE, 
	summary JSON, 
	CONSTRAINT pk_team_sessions PRIMARY KEY (id), 
	CONSTRAINT ck_team_sessions_state CHECK (state IN ('open', 'draft', 'published', 'too_few', 'lost')), 
	CONSTRAINT fk_team_sessions_facilitator_id FOREIGN KEY(facilitator_id) REFERENCES coordinators (id) ON DELETE SET NULL, 
	CONSTRAINT uq_team_sessions_join_code UNIQUE (join_code)
);
INSERT INTO "team_sessions" VALUES('id ü','join_code ü','team ü','"themes \u00fc"','"steps \u00fc"','a34e521b02d94cd0bda96597d7979cc8','2099-11-30 12:00:00.000000','2099-11-30 12:00:00.000000',0,'draft','2026-11-23','"summary \u00fc"');
CREATE TABLE teams_activities (
	id INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	sealed BLOB, 
	received_at DATETIME NOT NULL, person VARCHAR(64), 
	CONSTRAINT pk_teams_activities PRIMARY KEY (id), 
	CONSTRAINT uq_teams_activities_key UNIQUE ("key")
);
INSERT INTO "teams_activities" VALUES(1,'key ü',X'000102030405060708090A0B0C0D0E0F','2099-11-30 12:00:00.000000','person ü');
CREATE TABLE teams_facilitators (
	"key" VARCHAR(64) NOT NULL, 
	coordinator_id VARCHAR(32) NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_teams_facilitators PRIMARY KEY ("key"), 
	CONSTRAINT fk_teams_facilitators_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE, 
	CONSTRAINT uq_teams_facilitators_coordinator_id UNIQUE (coordinator_id)
);
INSERT INTO "teams_facilitators" VALUES('key ü','a34e521b02d94cd0bda96597d7979cc8',X'000102030405060708090A0B0C0D0E0F');
CREATE TABLE teams_links (
	coordinator_id VARCHAR(32) NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	expires_at DATETIME NOT NULL, 
	CONSTRAINT pk_teams_links PRIMARY KEY (coordinator_id), 
	CONSTRAINT fk_teams_links_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE, 
	CONSTRAINT uq_teams_links_key UNIQUE ("key")
);
INSERT INTO "teams_links" VALUES('a34e521b02d94cd0bda96597d7979cc8','key ü','2099-11-30 12:00:00.000000');
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
INSERT INTO "views" VALUES('id ü','a34e521b02d94cd0bda96597d7979cc8','name ü','query ü','id ü');
CREATE TABLE visits (
	coordinator_id VARCHAR(32) NOT NULL, 
	day DATE NOT NULL, 
	"before" DATE, 
	CONSTRAINT pk_visits PRIMARY KEY (coordinator_id), 
	CONSTRAINT fk_visits_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES coordinators (id) ON DELETE CASCADE
);
INSERT INTO "visits" VALUES('a34e521b02d94cd0bda96597d7979cc8','2026-11-23','2026-11-23');
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
CREATE INDEX ix_team_sessions_facilitator_id ON team_sessions (facilitator_id);
CREATE INDEX ix_team_sessions_closed_on ON team_sessions (closed_on);
CREATE INDEX ix_rates_until ON rates (until);
CREATE INDEX ix_teams_activities_person ON teams_activities (person);
COMMIT;
