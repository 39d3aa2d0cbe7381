SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.attempts (
    id integer NOT NULL,
    subject character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.attempts_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.attempts_id_seq OWNED BY public.attempts.id;
CREATE TABLE public.audit_events (
    id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    actor character varying(80) NOT NULL,
    event character varying(40) NOT NULL,
    subject character varying(80) NOT NULL,
    fields json NOT NULL,
    chain character varying(64) DEFAULT ''::character varying NOT NULL
);
CREATE SEQUENCE public.audit_events_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.audit_events_id_seq OWNED BY public.audit_events.id;
CREATE TABLE public.audit_heads (
    id integer NOT NULL,
    number integer NOT NULL,
    chain character varying(64) NOT NULL,
    signature character varying(64) NOT NULL
);
CREATE TABLE public.changes (
    id character varying(32) NOT NULL,
    theme character varying(40),
    team character varying(40),
    said text NOT NULL,
    did text NOT NULL,
    written_at timestamp with time zone NOT NULL,
    published_on date,
    withdrawn boolean NOT NULL
);
CREATE TABLE public.conversation_events (
    id integer NOT NULL,
    conversation character varying(64) NOT NULL,
    sealed bytea NOT NULL
);
CREATE SEQUENCE public.conversation_events_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.conversation_events_id_seq OWNED BY public.conversation_events.id;
CREATE TABLE public.conversation_turns (
    id integer NOT NULL,
    conversation character varying(64) NOT NULL,
    message character varying(64) NOT NULL,
    sealed bytea NOT NULL
);
CREATE SEQUENCE public.conversation_turns_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.conversation_turns_id_seq OWNED BY public.conversation_turns.id;
CREATE TABLE public.conversations (
    key character varying(64) NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.coordinators (
    id character varying(32) NOT NULL,
    name character varying(80) NOT NULL,
    password_hash character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    disabled_at timestamp with time zone,
    role character varying(20) DEFAULT 'coordinator'::character varying NOT NULL,
    themes json,
    teams json,
    temporary boolean DEFAULT false NOT NULL,
    totp bytea,
    totp_step integer,
    subject character varying(64)
);
CREATE TABLE public.erasures (
    version character varying(32) NOT NULL,
    erased_on date NOT NULL
);
CREATE TABLE public.invitations (
    reflection_id character varying(32) NOT NULL,
    about character varying(20) NOT NULL,
    asked_by character varying(32),
    asked_on date NOT NULL,
    edits integer NOT NULL,
    CONSTRAINT ck_invitations_about CHECK (((about)::text = ANY ((ARRAY['strengths'::character varying, 'opportunities'::character varying, 'next_step'::character varying])::text[])))
);
CREATE TABLE public.passes (
    key character varying(64) NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used boolean NOT NULL
);
CREATE TABLE public.private_reflections (
    lookup bytea NOT NULL,
    sealed bytea NOT NULL,
    expires_on date NOT NULL,
    secret_id character varying(8) DEFAULT ''::character varying NOT NULL,
    version character varying(32) DEFAULT ''::character varying NOT NULL
);
CREATE TABLE public.recovery_codes (
    hash character varying(64) NOT NULL,
    coordinator_id character varying(32) NOT NULL
);
CREATE TABLE public.reflections (
    id character varying(32) NOT NULL,
    lookup bytea NOT NULL,
    sharing character varying(9) NOT NULL,
    theme character varying(40) NOT NULL,
    team character varying(40),
    day date NOT NULL,
    shared_at timestamp with time zone,
    strengths text NOT NULL,
    opportunities text NOT NULL,
    next_step text NOT NULL,
    rating character varying(40) NOT NULL,
    guidance json NOT NULL,
    expires_on date NOT NULL,
    edits integer DEFAULT 0 NOT NULL,
    secret_id character varying(8) DEFAULT ''::character varying NOT NULL,
    version character varying(32) DEFAULT ''::character varying NOT NULL,
    words tsvector,
    reviewed boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_reflections_anonymous CHECK ((((sharing)::text = 'team'::text) OR ((team IS NULL) AND (shared_at IS NULL)))),
    CONSTRAINT ck_reflections_sharing CHECK (((sharing)::text = ANY ((ARRAY['anonymous'::character varying, 'team'::character varying])::text[])))
);
CREATE TABLE public.released_figures (
    first_day date NOT NULL,
    kind character varying(20) NOT NULL,
    theme character varying(40) NOT NULL,
    part character varying(60) NOT NULL,
    value integer NOT NULL
);
CREATE TABLE public.releases (
    first_day date NOT NULL,
    last_day date NOT NULL
);
CREATE TABLE public.reminders (
    key character varying(64) NOT NULL,
    due_on date NOT NULL,
    sealed bytea NOT NULL
);
CREATE TABLE public.reviews (
    reflection_id character varying(32) NOT NULL,
    reviewed_by character varying(32),
    reviewed_at timestamp with time zone,
    note text NOT NULL
);
CREATE TABLE public.searches (
    id character varying(32) NOT NULL,
    coordinator_id character varying(32) NOT NULL,
    words text NOT NULL,
    day date NOT NULL
);
CREATE TABLE public.sign_ins (
    token character varying(64) NOT NULL,
    coordinator_id character varying(32) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone NOT NULL,
    proved boolean DEFAULT true NOT NULL
);
CREATE TABLE public.taggings (
    tag_id character varying(32) NOT NULL,
    reflection_id character varying(32) NOT NULL
);
CREATE TABLE public.tags (
    id character varying(32) NOT NULL,
    name character varying(40) NOT NULL
);
CREATE TABLE public.teams_activities (
    id integer NOT NULL,
    key character varying(64) NOT NULL,
    sealed bytea,
    received_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.teams_activities_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.teams_activities_id_seq OWNED BY public.teams_activities.id;
CREATE TABLE public.teams_references (
    key character varying(64) NOT NULL,
    sealed bytea NOT NULL
);
CREATE TABLE public.views (
    id character varying(32) NOT NULL,
    coordinator_id character varying(32) NOT NULL,
    name character varying(60) NOT NULL,
    query text NOT NULL,
    search_id character varying(32)
);
CREATE TABLE public.visits (
    coordinator_id character varying(32) NOT NULL,
    day date NOT NULL,
    before date
);
ALTER TABLE ONLY public.attempts ALTER COLUMN id SET DEFAULT nextval('public.attempts_id_seq'::regclass);
ALTER TABLE ONLY public.audit_events ALTER COLUMN id SET DEFAULT nextval('public.audit_events_id_seq'::regclass);
ALTER TABLE ONLY public.conversation_events ALTER COLUMN id SET DEFAULT nextval('public.conversation_events_id_seq'::regclass);
ALTER TABLE ONLY public.conversation_turns ALTER COLUMN id SET DEFAULT nextval('public.conversation_turns_id_seq'::regclass);
ALTER TABLE ONLY public.teams_activities ALTER COLUMN id SET DEFAULT nextval('public.teams_activities_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('0008');
INSERT INTO public.attempts VALUES (1, 'subject ü', '2099-11-30 12:00:00+00');
INSERT INTO public.audit_events VALUES (1, '2026-11-30 10:09:05.446002+00', 'morag', 'signed_in', 'morag', '{}', '74de6a007c3e6deb9a274695f0a030888babcbaab00922ade19664a6ecb8a8c1');
INSERT INTO public.audit_events VALUES (2, '2026-11-30 10:09:05.46195+00', 'morag', 'home_viewed', 'morag', '{}', '9874428603702f73f31db2b4de3ddaffb0fe1e95bc06c9387fd52a17f6c1be3b');
INSERT INTO public.audit_heads VALUES (1, 2, '9874428603702f73f31db2b4de3ddaffb0fe1e95bc06c9387fd52a17f6c1be3b', '5cd1f08478d1674942378ca4142f043b5a9a6f7b72812cd44a1600847ddf3068');
INSERT INTO public.changes VALUES ('id ü', 'theme ü', 'team ü', 'said ü', 'did ü', '2099-11-30 12:00:00+00', '2026-11-23', false);
INSERT INTO public.conversation_events VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '\x15395ae592875bece75c4bea713a1ba0dcb12c4e34c5878d8fd8ebf5846ce191ec74723bd22edac3d1cf80dcfa74');
INSERT INTO public.conversation_turns VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', 'cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77', '\x690246138336bebe309828fa0d955a9c456215daab14b5dcc5d67d95e662824b3bed48a6c08755a15c8e1345');
INSERT INTO public.conversations VALUES ('10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '2099-11-30 12:00:00+00');
INSERT INTO public.coordinators VALUES ('a3055de63fd64540a8acdeb8635c1891', 'morag', '$argon2id$v=19$m=65536,t=3,p=4$9qkkj+YOYAKvt9zW0EHn3g$bzczUJL1wzb83+915rMo/76Qj3hKpRWr+Uf3+eu4iNA', '2026-11-30 10:09:05.431884+00', NULL, 'coordinator', NULL, NULL, false, NULL, NULL, NULL);
INSERT INTO public.erasures VALUES ('version ü', '2099-11-30');
INSERT INTO public.invitations VALUES ('2aae5caeb5444eca850c05298d313c88', 'strengths', 'a3055de63fd64540a8acdeb8635c1891', '2026-11-23', 3);
INSERT INTO public.passes VALUES ('key ü', '2099-11-30 12:00:00+00', false);
INSERT INTO public.private_reflections VALUES ('\xf5e90e1055004c576bf1e981b2e23693', '\xcc40be5f89c0c752b83793239861ad00bc4c6b0d184798011bac09da1ed1b78ad6b4d39d30721bbbc8fac892ff33d90d688914067baf9289e9e082fad896a8aebbb947b605364a792e7fb08f78ca52666d43cee3454f6e7030f5616dc6a8618d9db84168e75961bed16839e34fc5d7679c3fbc1897ab1401a90bfffe87e8dab3480d56ad5baa41415c0ddf96726e1d54d9728053e804313c09ff8ceed66a9c9b4955fe49493767478d7b00805a8d99eb4067078a3e9abdba6940bf7327f98bc039ce2fd87ebe8e23f984c7ff815a1defc2669594fe33f1b5551e0bfdc7d3406b7a075499e32e83e709db9e3b798a5274dacdf8363a42b5c9a90083e72a36b39f2f6486092ab6b7daf8ef9396e7ca511dd44c975e80b42638468a6e4ee7461b91f2770a1731b83a5ca3dfd326f726303d32', '2099-11-30', 'ef1057fb', 'dc9ce26623df4d4cb45f2d68594bd5af');
INSERT INTO public.recovery_codes VALUES ('hash ü', 'a3055de63fd64540a8acdeb8635c1891');
INSERT INTO public.reflections VALUES ('2aae5caeb5444eca850c05298d313c88', '\xb9cbdccd672c430d92a26d446b9a846f', 'anonymous', 'leadership', NULL, '2026-11-30', NULL, 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30', 0, 'ef1057fb', 'a0559d80e4d748f3a358318f09c95c4a', '''alesund'' ''ask'' ''at'' ''desk'' ''huddl'' ''is'' ''kind'' ''monday'' ''on'' ''our'' ''quieter'' ''room'' ''s'' ''team'' ''the''', false);
INSERT INTO public.reflections VALUES ('ad9495ce1a2f44cfaf56bbd6f117e4e6', '\x466fcd49d20377c650b8f2fe1b66f037', 'team', 'leadership', 'children-and-families', '2026-11-30', '2026-11-30 10:09:04.997968+00', 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30', 0, 'ef1057fb', '9ff497a848174a7b85cee90af295cdb8', '''alesund'' ''ask'' ''at'' ''desk'' ''huddl'' ''is'' ''kind'' ''monday'' ''on'' ''our'' ''quieter'' ''room'' ''s'' ''team'' ''the''', false);
INSERT INTO public.released_figures VALUES ('2026-11-23', 'access', 'theme ü', 'part ü', 3);
INSERT INTO public.releases VALUES ('2026-11-23', '2026-11-23');
INSERT INTO public.reminders VALUES ('key ü', '2099-11-30', '\x000102030405060708090a0b0c0d0e0f');
INSERT INTO public.reviews VALUES ('2aae5caeb5444eca850c05298d313c88', 'a3055de63fd64540a8acdeb8635c1891', '2099-11-30 12:00:00+00', 'note ü');
INSERT INTO public.searches VALUES ('id ü', 'a3055de63fd64540a8acdeb8635c1891', 'words ü', '2026-11-23');
INSERT INTO public.sign_ins VALUES ('token ü', 'a3055de63fd64540a8acdeb8635c1891', '2099-11-30 12:00:00+00', '2099-11-30 12:00:00+00', false);
INSERT INTO public.taggings VALUES ('id ü', '2aae5caeb5444eca850c05298d313c88');
INSERT INTO public.tags VALUES ('id ü', 'name ü');
INSERT INTO public.teams_activities VALUES (1, 'key ü', '\x000102030405060708090a0b0c0d0e0f', '2099-11-30 12:00:00+00');
INSERT INTO public.teams_references VALUES ('key ü', '\x000102030405060708090a0b0c0d0e0f');
INSERT INTO public.views VALUES ('id ü', 'a3055de63fd64540a8acdeb8635c1891', 'name ü', 'query ü', 'id ü');
INSERT INTO public.visits VALUES ('a3055de63fd64540a8acdeb8635c1891', '2026-11-23', '2026-11-23');
SELECT pg_catalog.setval('public.attempts_id_seq', 1, true);
SELECT pg_catalog.setval('public.audit_events_id_seq', 1, false);
SELECT pg_catalog.setval('public.conversation_events_id_seq', 1, true);
SELECT pg_catalog.setval('public.conversation_turns_id_seq', 1, true);
SELECT pg_catalog.setval('public.teams_activities_id_seq', 1, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT pk_attempts PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_events
    ADD CONSTRAINT pk_audit_events PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_heads
    ADD CONSTRAINT pk_audit_heads PRIMARY KEY (id);
ALTER TABLE ONLY public.changes
    ADD CONSTRAINT pk_changes PRIMARY KEY (id);
ALTER TABLE ONLY public.conversation_events
    ADD CONSTRAINT pk_conversation_events PRIMARY KEY (id);
ALTER TABLE ONLY public.conversation_turns
    ADD CONSTRAINT pk_conversation_turns PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT pk_conversations PRIMARY KEY (key);
ALTER TABLE ONLY public.coordinators
    ADD CONSTRAINT pk_coordinators PRIMARY KEY (id);
ALTER TABLE ONLY public.erasures
    ADD CONSTRAINT pk_erasures PRIMARY KEY (version);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT pk_invitations PRIMARY KEY (reflection_id);
ALTER TABLE ONLY public.passes
    ADD CONSTRAINT pk_passes PRIMARY KEY (key);
ALTER TABLE ONLY public.private_reflections
    ADD CONSTRAINT pk_private_reflections PRIMARY KEY (lookup);
ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT pk_recovery_codes PRIMARY KEY (hash);
ALTER TABLE ONLY public.reflections
    ADD CONSTRAINT pk_reflections PRIMARY KEY (id);
ALTER TABLE ONLY public.released_figures
    ADD CONSTRAINT pk_released_figures PRIMARY KEY (first_day, kind, theme, part);
ALTER TABLE ONLY public.releases
    ADD CONSTRAINT pk_releases PRIMARY KEY (first_day);
ALTER TABLE ONLY public.reminders
    ADD CONSTRAINT pk_reminders PRIMARY KEY (key);
ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT pk_reviews PRIMARY KEY (reflection_id);
ALTER TABLE ONLY public.searches
    ADD CONSTRAINT pk_searches PRIMARY KEY (id);
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT pk_sign_ins PRIMARY KEY (token);
ALTER TABLE ONLY public.taggings
    ADD CONSTRAINT pk_taggings PRIMARY KEY (tag_id, reflection_id);
ALTER TABLE ONLY public.tags
    ADD CONSTRAINT pk_tags PRIMARY KEY (id);
ALTER TABLE ONLY public.teams_activities
    ADD CONSTRAINT pk_teams_activities PRIMARY KEY (id);
ALTER TABLE ONLY public.teams_references
    ADD CONSTRAINT pk_teams_references PRIMARY KEY (key);
ALTER TABLE ONLY public.views
    ADD CONSTRAINT pk_views PRIMARY KEY (id);
ALTER TABLE ONLY public.visits
    ADD CONSTRAINT pk_visits PRIMARY KEY (coordinator_id);
ALTER TABLE ONLY public.conversation_turns
    ADD CONSTRAINT uq_conversation_turns_conversation_message UNIQUE (conversation, message);
ALTER TABLE ONLY public.coordinators
    ADD CONSTRAINT uq_coordinators_name UNIQUE (name);
ALTER TABLE ONLY public.reflections
    ADD CONSTRAINT uq_reflections_lookup UNIQUE (lookup);
ALTER TABLE ONLY public.releases
    ADD CONSTRAINT uq_releases_last_day UNIQUE (last_day);
ALTER TABLE ONLY public.tags
    ADD CONSTRAINT uq_tags_name UNIQUE (name);
ALTER TABLE ONLY public.teams_activities
    ADD CONSTRAINT uq_teams_activities_key UNIQUE (key);
CREATE INDEX ix_attempts_subject_at ON public.attempts USING btree (subject, at);
CREATE INDEX ix_audit_events_at ON public.audit_events USING btree (at);
CREATE INDEX ix_changes_published_on ON public.changes USING btree (published_on);
CREATE INDEX ix_changes_written_at ON public.changes USING btree (written_at);
CREATE INDEX ix_conversation_events_conversation_id ON public.conversation_events USING btree (conversation, id);
CREATE INDEX ix_conversation_turns_conversation ON public.conversation_turns USING btree (conversation);
CREATE INDEX ix_conversations_expires_at ON public.conversations USING btree (expires_at);
CREATE INDEX ix_erasures_erased_on ON public.erasures USING btree (erased_on);
CREATE INDEX ix_passes_expires_at ON public.passes USING btree (expires_at);
CREATE INDEX ix_private_reflections_expires_on ON public.private_reflections USING btree (expires_on);
CREATE INDEX ix_recovery_codes_coordinator_id ON public.recovery_codes USING btree (coordinator_id);
CREATE INDEX ix_reflections_day_id ON public.reflections USING btree (day, id);
CREATE INDEX ix_reflections_expires_on ON public.reflections USING btree (expires_on);
CREATE INDEX ix_reflections_reviewed_day_id ON public.reflections USING btree (reviewed, day, id);
CREATE INDEX ix_reflections_sharing_day_id ON public.reflections USING btree (sharing, day, id);
CREATE INDEX ix_reflections_team_day_id ON public.reflections USING btree (team, day, id);
CREATE INDEX ix_reflections_theme_day_id ON public.reflections USING btree (theme, day, id);
CREATE INDEX ix_reflections_words ON public.reflections USING gin (words);
CREATE INDEX ix_reminders_due_on ON public.reminders USING btree (due_on);
CREATE INDEX ix_searches_coordinator_id ON public.searches USING btree (coordinator_id);
CREATE INDEX ix_sign_ins_coordinator_id ON public.sign_ins USING btree (coordinator_id);
CREATE INDEX ix_taggings_reflection_id ON public.taggings USING btree (reflection_id);
CREATE INDEX ix_teams_activities_received_at ON public.teams_activities USING btree (received_at);
CREATE INDEX ix_views_coordinator_id ON public.views USING btree (coordinator_id);
CREATE INDEX ix_views_search_id ON public.views USING btree (search_id);
CREATE UNIQUE INDEX uq_coordinators_subject ON public.coordinators USING btree (subject);
ALTER TABLE ONLY public.conversation_events
    ADD CONSTRAINT fk_conversation_events_conversation FOREIGN KEY (conversation) REFERENCES public.conversations(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.conversation_turns
    ADD CONSTRAINT fk_conversation_turns_conversation FOREIGN KEY (conversation) REFERENCES public.conversations(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT fk_invitations_asked_by FOREIGN KEY (asked_by) REFERENCES public.coordinators(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT fk_invitations_reflection_id FOREIGN KEY (reflection_id) REFERENCES public.reflections(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT fk_recovery_codes_coordinator_id FOREIGN KEY (coordinator_id) REFERENCES public.coordinators(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.released_figures
    ADD CONSTRAINT fk_released_figures_first_day FOREIGN KEY (first_day) REFERENCES public.releases(first_day) ON DELETE CASCADE;
ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT fk_reviews_reflection_id FOREIGN KEY (reflection_id) REFERENCES public.reflections(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT fk_reviews_reviewed_by FOREIGN KEY (reviewed_by) REFERENCES public.coordinators(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.searches
    ADD CONSTRAINT fk_searches_coordinator_id FOREIGN KEY (coordinator_id) REFERENCES public.coordinators(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT fk_sign_ins_coordinator_id FOREIGN KEY (coordinator_id) REFERENCES public.coordinators(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.taggings
    ADD CONSTRAINT fk_taggings_reflection_id FOREIGN KEY (reflection_id) REFERENCES public.reflections(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.taggings
    ADD CONSTRAINT fk_taggings_tag_id FOREIGN KEY (tag_id) REFERENCES public.tags(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.views
    ADD CONSTRAINT fk_views_coordinator_id FOREIGN KEY (coordinator_id) REFERENCES public.coordinators(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.views
    ADD CONSTRAINT fk_views_search_id FOREIGN KEY (search_id) REFERENCES public.searches(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.visits
    ADD CONSTRAINT fk_visits_coordinator_id FOREIGN KEY (coordinator_id) REFERENCES public.coordinators(id) ON DELETE CASCADE;
