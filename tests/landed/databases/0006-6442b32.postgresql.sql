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
    CONSTRAINT ck_reflections_anonymous CHECK ((((sharing)::text = 'team'::text) OR ((team IS NULL) AND (shared_at IS NULL)))),
    CONSTRAINT ck_reflections_sharing CHECK (((sharing)::text = ANY ((ARRAY['anonymous'::character varying, 'team'::character varying])::text[])))
);
CREATE TABLE public.reviews (
    reflection_id character varying(32) NOT NULL,
    reviewed_by character varying(32),
    reviewed_at timestamp with time zone,
    note text NOT NULL
);
CREATE TABLE public.sign_ins (
    token character varying(64) NOT NULL,
    coordinator_id character varying(32) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone NOT NULL,
    proved boolean DEFAULT true NOT NULL
);
ALTER TABLE ONLY public.attempts ALTER COLUMN id SET DEFAULT nextval('public.attempts_id_seq'::regclass);
ALTER TABLE ONLY public.audit_events ALTER COLUMN id SET DEFAULT nextval('public.audit_events_id_seq'::regclass);
ALTER TABLE ONLY public.conversation_events ALTER COLUMN id SET DEFAULT nextval('public.conversation_events_id_seq'::regclass);
ALTER TABLE ONLY public.conversation_turns ALTER COLUMN id SET DEFAULT nextval('public.conversation_turns_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('0006');
INSERT INTO public.attempts VALUES (1, 'subject ü', '2099-11-30 12:00:00+00');
INSERT INTO public.audit_events VALUES (1, '2026-11-30 10:08:27.365901+00', 'morag', 'signed_in', 'morag', '{}', '');
INSERT INTO public.audit_events VALUES (2, '2026-11-30 10:08:27.370261+00', 'morag', 'home_viewed', 'morag', '{}', '');
INSERT INTO public.changes VALUES ('id ü', 'theme ü', 'team ü', 'said ü', 'did ü', '2099-11-30 12:00:00+00', '2026-11-23', false);
INSERT INTO public.conversation_events VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '\x00b39fe3c82f6a0c0d237756701fcaf164ec7a803c6572fb6eff2192ab609c7302ab0b6d5cf29bbf727422db97a4');
INSERT INTO public.conversation_turns VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', 'cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77', '\xc3d3233d6068625ed59c2a50835be1b155274596488558b1f1d7a875f37e2018bb97efd32c81d171b483df8e');
INSERT INTO public.conversations VALUES ('10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '2099-11-30 12:00:00+00');
INSERT INTO public.coordinators VALUES ('4dbb4925fdf5419881ddee9869d90afa', 'morag', '$argon2id$v=19$m=65536,t=3,p=4$uglkBiu9D0YGiBzEyGXSdw$vhuWZhCvHqSRxlwu0XNHxdH+RPImfxszY9bcril8UnU', '2026-11-30 10:08:27.348859+00', NULL, 'coordinator', NULL, NULL, false, NULL, NULL, NULL);
INSERT INTO public.erasures VALUES ('version ü', '2099-11-30');
INSERT INTO public.passes VALUES ('key ü', '2099-11-30 12:00:00+00', false);
INSERT INTO public.private_reflections VALUES ('\xf5e90e1055004c576bf1e981b2e23693', '\xdf4df18c6b4266a1e096872483f0cd61c3a6d02c41cc080c056921c5af0eb434524cfaf40253c5b170eecc0721eab701daa9a38242cb935766a370c9519b4b6ae1e53c8845cef9c47881f2ac320ff8bc053978409bec26f8fe56a93dad59f372ad9549f083cd3c17cd859ce44b64c8e41ba2168b88710be0b75bd4166359e8516fa6c421d991830af0fd9f2d307ef6aab7125a93f432f15c0b908fb4b00f4e0707f884bca75e99865baae960b47319604fe82b008f8c125af704711f30c86519597532275b7e348a16bcec8057b25388c92d359c3d9ea4fc53a7e9a4daef593d6d45ff3747287607c6941b98755ade4ead27b5fae5356e11bf779aad0d70a863d040368f68b63c716d3d503b12c76b54aa8ef448d7f9ce055ee9686d8457180c72fc3502d48654cd3c9d3e1766e2777127', '2099-11-30', 'ef1057fb', '0214972a90204057ab82ab50237dd364');
INSERT INTO public.recovery_codes VALUES ('hash ü', '4dbb4925fdf5419881ddee9869d90afa');
INSERT INTO public.reflections VALUES ('39307cb0383844a188eb7bb454694cd2', '\xb9cbdccd672c430d92a26d446b9a846f', 'anonymous', 'leadership', NULL, '2026-11-30', NULL, 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30', 0, 'ef1057fb', '3fa4dd70e9e04030ac429376c1c999c7');
INSERT INTO public.reflections VALUES ('1eb30ebeeba54a95a05a2e3a2067021b', '\x466fcd49d20377c650b8f2fe1b66f037', 'team', 'leadership', 'children-and-families', '2026-11-30', '2026-11-30 10:08:26.95822+00', 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30', 0, 'ef1057fb', 'd6c7bf6f620b48469c46392e3e52b1a6');
INSERT INTO public.reviews VALUES ('39307cb0383844a188eb7bb454694cd2', '4dbb4925fdf5419881ddee9869d90afa', '2099-11-30 12:00:00+00', 'note ü');
INSERT INTO public.sign_ins VALUES ('token ü', '4dbb4925fdf5419881ddee9869d90afa', '2099-11-30 12:00:00+00', '2099-11-30 12:00:00+00', false);
SELECT pg_catalog.setval('public.attempts_id_seq', 1, true);
SELECT pg_catalog.setval('public.audit_events_id_seq', 2, true);
SELECT pg_catalog.setval('public.conversation_events_id_seq', 1, true);
SELECT pg_catalog.setval('public.conversation_turns_id_seq', 1, true);
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
ALTER TABLE ONLY public.passes
    ADD CONSTRAINT pk_passes PRIMARY KEY (key);
ALTER TABLE ONLY public.private_reflections
    ADD CONSTRAINT pk_private_reflections PRIMARY KEY (lookup);
ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT pk_recovery_codes PRIMARY KEY (hash);
ALTER TABLE ONLY public.reflections
    ADD CONSTRAINT pk_reflections PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT pk_reviews PRIMARY KEY (reflection_id);
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT pk_sign_ins PRIMARY KEY (token);
ALTER TABLE ONLY public.conversation_turns
    ADD CONSTRAINT uq_conversation_turns_conversation_message UNIQUE (conversation, message);
ALTER TABLE ONLY public.coordinators
    ADD CONSTRAINT uq_coordinators_name UNIQUE (name);
ALTER TABLE ONLY public.reflections
    ADD CONSTRAINT uq_reflections_lookup UNIQUE (lookup);
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
CREATE INDEX ix_reflections_day ON public.reflections USING btree (day);
CREATE INDEX ix_reflections_expires_on ON public.reflections USING btree (expires_on);
CREATE INDEX ix_reflections_team ON public.reflections USING btree (team);
CREATE INDEX ix_reflections_theme ON public.reflections USING btree (theme);
CREATE INDEX ix_sign_ins_coordinator_id ON public.sign_ins USING btree (coordinator_id);
CREATE UNIQUE INDEX uq_coordinators_subject ON public.coordinators USING btree (subject);
ALTER TABLE ONLY public.conversation_events
    ADD CONSTRAINT fk_conversation_events_conversation FOREIGN KEY (conversation) REFERENCES public.conversations(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.conversation_turns
    ADD CONSTRAINT fk_conversation_turns_conversation FOREIGN KEY (conversation) REFERENCES public.conversations(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT fk_recovery_codes_coordinator_id FOREIGN KEY (coordinator_id) REFERENCES public.coordinators(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT fk_reviews_reflection_id FOREIGN KEY (reflection_id) REFERENCES public.reflections(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT fk_reviews_reviewed_by FOREIGN KEY (reviewed_by) REFERENCES public.coordinators(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT fk_sign_ins_coordinator_id FOREIGN KEY (coordinator_id) REFERENCES public.coordinators(id) ON DELETE CASCADE;
