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
CREATE TABLE public.sign_ins (
    token character varying(64) NOT NULL,
    coordinator_id character varying(32) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone NOT NULL,
    proved boolean DEFAULT true NOT NULL
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
ALTER TABLE ONLY public.attempts ALTER COLUMN id SET DEFAULT nextval('public.attempts_id_seq'::regclass);
ALTER TABLE ONLY public.audit_events ALTER COLUMN id SET DEFAULT nextval('public.audit_events_id_seq'::regclass);
ALTER TABLE ONLY public.conversation_events ALTER COLUMN id SET DEFAULT nextval('public.conversation_events_id_seq'::regclass);
ALTER TABLE ONLY public.conversation_turns ALTER COLUMN id SET DEFAULT nextval('public.conversation_turns_id_seq'::regclass);
ALTER TABLE ONLY public.teams_activities ALTER COLUMN id SET DEFAULT nextval('public.teams_activities_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('0006');
INSERT INTO public.attempts VALUES (1, 'subject ü', '2099-11-30 12:00:00+00');
INSERT INTO public.audit_events VALUES (1, '2026-11-30 10:08:32.446283+00', 'morag', 'signed_in', 'morag', '{}', '');
INSERT INTO public.audit_events VALUES (2, '2026-11-30 10:08:32.453346+00', 'morag', 'home_viewed', 'morag', '{}', '');
INSERT INTO public.changes VALUES ('id ü', 'theme ü', 'team ü', 'said ü', 'did ü', '2099-11-30 12:00:00+00', '2026-11-23', false);
INSERT INTO public.conversation_events VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '\x6876dfa28cb65b6b37001a56e849da4fcf08d5e1b5907aa75ec126f559c1764fdf5e875051085626f0944b09fe4a');
INSERT INTO public.conversation_turns VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', 'cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77', '\x2d08eb66689dad5b77e877da8b79246155d25a183d21628ef7c1be47aa5d67a4f390693e396c2a368ed5bc74');
INSERT INTO public.conversations VALUES ('10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '2099-11-30 12:00:00+00');
INSERT INTO public.coordinators VALUES ('1ba16d5439444c4ca264165d06106979', 'morag', '$argon2id$v=19$m=65536,t=3,p=4$9tfVkNaXAOnXyRX+0kR5Kg$TchPY+Kc0n0nlblt50vGLrc+HVszJhV6MuxMR2UXVCo', '2026-11-30 10:08:32.427673+00', NULL, 'coordinator', NULL, NULL, false, NULL, NULL, NULL);
INSERT INTO public.erasures VALUES ('version ü', '2099-11-30');
INSERT INTO public.passes VALUES ('key ü', '2099-11-30 12:00:00+00', false);
INSERT INTO public.private_reflections VALUES ('\xf5e90e1055004c576bf1e981b2e23693', '\x08a5d3f5df2d302ebf08e5563abc2b41d6fc2b50e9f29b8a8b5d6825fa0826fee660278dee9c23a67c6f4e7c3c861740a23ef9ad0b8120479bf9e6acc574bde78b75bbf23d8b76e4b069aaad897583bfa6336976faaf9c61a7f3d1800c971ee49aeeb118a9a0cfd8918670f258c6ca243446c04ebf442b1f5afec73685d30777bb8700381843ffbf79558aedff441af5f400e201d11a1b29b527c920299702ad8f1ccdbbea4f92e1a00773fbd6dd13b6f524abc1407483aec582796022171c86b09fa49bea4beb64d141bb03a1be0dc9170c734594de9c73904fb066d07f056e40174e1f258b9cc0e8778764b24ded9d452fa7d4e74f8f63dc7253c8fa34c2f3bb33aee60dc42b1a660eea42a39f661fe129a2e32c7d2a77553a2910edca878f48743d1b07d3611534704115735fa014b1', '2099-11-30', 'ef1057fb', 'ec4520b71ae74cc089237717f10ee1b5');
INSERT INTO public.recovery_codes VALUES ('hash ü', '1ba16d5439444c4ca264165d06106979');
INSERT INTO public.reflections VALUES ('d4d4a71f84e54fd499eb550f4e8e18b9', '\xb9cbdccd672c430d92a26d446b9a846f', 'anonymous', 'leadership', NULL, '2026-11-30', NULL, 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30', 0, 'ef1057fb', '74ee16a63cd34dbbbd0dc1a1b8a8de25');
INSERT INTO public.reflections VALUES ('a333221e9a054639a3c32416799bdb42', '\x466fcd49d20377c650b8f2fe1b66f037', 'team', 'leadership', 'children-and-families', '2026-11-30', '2026-11-30 10:08:32.029399+00', 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30', 0, 'ef1057fb', '33d0d2464daa4112b050b75afdabf8cc');
INSERT INTO public.reminders VALUES ('key ü', '2099-11-30', '\x000102030405060708090a0b0c0d0e0f');
INSERT INTO public.reviews VALUES ('d4d4a71f84e54fd499eb550f4e8e18b9', '1ba16d5439444c4ca264165d06106979', '2099-11-30 12:00:00+00', 'note ü');
INSERT INTO public.sign_ins VALUES ('token ü', '1ba16d5439444c4ca264165d06106979', '2099-11-30 12:00:00+00', '2099-11-30 12:00:00+00', false);
INSERT INTO public.teams_activities VALUES (1, 'key ü', '\x000102030405060708090a0b0c0d0e0f', '2099-11-30 12:00:00+00');
INSERT INTO public.teams_references VALUES ('key ü', '\x000102030405060708090a0b0c0d0e0f');
SELECT pg_catalog.setval('public.attempts_id_seq', 1, true);
SELECT pg_catalog.setval('public.audit_events_id_seq', 2, true);
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
ALTER TABLE ONLY public.passes
    ADD CONSTRAINT pk_passes PRIMARY KEY (key);
ALTER TABLE ONLY public.private_reflections
    ADD CONSTRAINT pk_private_reflections PRIMARY KEY (lookup);
ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT pk_recovery_codes PRIMARY KEY (hash);
ALTER TABLE ONLY public.reflections
    ADD CONSTRAINT pk_reflections PRIMARY KEY (id);
ALTER TABLE ONLY public.reminders
    ADD CONSTRAINT pk_reminders PRIMARY KEY (key);
ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT pk_reviews PRIMARY KEY (reflection_id);
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT pk_sign_ins PRIMARY KEY (token);
ALTER TABLE ONLY public.teams_activities
    ADD CONSTRAINT pk_teams_activities PRIMARY KEY (id);
ALTER TABLE ONLY public.teams_references
    ADD CONSTRAINT pk_teams_references PRIMARY KEY (key);
ALTER TABLE ONLY public.conversation_turns
    ADD CONSTRAINT uq_conversation_turns_conversation_message UNIQUE (conversation, message);
ALTER TABLE ONLY public.coordinators
    ADD CONSTRAINT uq_coordinators_name UNIQUE (name);
ALTER TABLE ONLY public.reflections
    ADD CONSTRAINT uq_reflections_lookup UNIQUE (lookup);
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
CREATE INDEX ix_reflections_day ON public.reflections USING btree (day);
CREATE INDEX ix_reflections_expires_on ON public.reflections USING btree (expires_on);
CREATE INDEX ix_reflections_team ON public.reflections USING btree (team);
CREATE INDEX ix_reflections_theme ON public.reflections USING btree (theme);
CREATE INDEX ix_reminders_due_on ON public.reminders USING btree (due_on);
CREATE INDEX ix_sign_ins_coordinator_id ON public.sign_ins USING btree (coordinator_id);
CREATE INDEX ix_teams_activities_received_at ON public.teams_activities USING btree (received_at);
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
