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
    fields json NOT NULL
);
CREATE SEQUENCE public.audit_events_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.audit_events_id_seq OWNED BY public.audit_events.id;
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
    disabled_at timestamp with time zone
);
CREATE TABLE public.private_reflections (
    lookup bytea NOT NULL,
    sealed bytea NOT NULL,
    expires_on date NOT NULL
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
    last_used_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY public.attempts ALTER COLUMN id SET DEFAULT nextval('public.attempts_id_seq'::regclass);
ALTER TABLE ONLY public.audit_events ALTER COLUMN id SET DEFAULT nextval('public.audit_events_id_seq'::regclass);
ALTER TABLE ONLY public.conversation_events ALTER COLUMN id SET DEFAULT nextval('public.conversation_events_id_seq'::regclass);
ALTER TABLE ONLY public.conversation_turns ALTER COLUMN id SET DEFAULT nextval('public.conversation_turns_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('0002');
INSERT INTO public.attempts VALUES (1, 'subject ü', '2099-11-30 12:00:00+00');
INSERT INTO public.audit_events VALUES (1, '2026-11-30 10:08:06.060899+00', 'morag', 'signed_in', 'morag', '{}');
INSERT INTO public.audit_events VALUES (2, '2026-11-30 10:08:06.064995+00', 'morag', 'home_viewed', 'morag', '{}');
INSERT INTO public.changes VALUES ('id ü', 'theme ü', 'team ü', 'said ü', 'did ü', '2099-11-30 12:00:00+00', '2026-11-23', false);
INSERT INTO public.conversation_events VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '\x3e34cfeb79e278aae1aab2c32304f0f7dda195e8e363855d4ad9679fab5cabbfdf58786614c25bd8fadb61bb1ebc');
INSERT INTO public.conversation_turns VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', 'cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77', '\x3cfd95c7f6a57bfa765ca17c96cf71c8a45b4745a5d1fcd5e4a467f1f6a08ccaca91bd15211a5f6b6a78fde6');
INSERT INTO public.conversations VALUES ('10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '2099-11-30 12:00:00+00');
INSERT INTO public.coordinators VALUES ('970ed6cede6841a8baf3ce116e67b540', 'morag', '$argon2id$v=19$m=65536,t=3,p=4$LmXaVpuUs9yC9kocrMqQdw$ADhkE5zWXQFJgEqULuB3g0Jam+HgFv4xacu4unGBKOg', '2026-11-30 10:08:06.047002+00', NULL);
INSERT INTO public.private_reflections VALUES ('\xf5e90e1055004c576bf1e981b2e23693', '\x94791d320d7e2d5fb4437e58f26bd605438c4c3af92ac0bd48ffea9c5e2cb64c2f2ddc25eef7ad86ddc2a05a6cde244bcf27b8df959d224147766b5f8b7acd6a0e12c1ae1e3215326252493cb2063cdfafd3b446dae900c15fd3bc0ad5582c6e0c0d6d0943d3ccdcedadf5634a93ab964e0a9db58b6a5cb1618fc2e69c43638ee6a05d2bbaab0c780d742ffc36322ac5ea0d5bb6e4fdd83bb497c59c0e5a79e7b9b8a6bdc095f0774d339a6d324a05e85f3ea76f52f23daa8a0ab325af49718de3da768245ea47135bcbed7878e626df88408ce0b0aa0c4783f611bf213728c0e15215873106c6c063a5105cd46d7862a10b3f5acacd1872164a50318e31726f0dcbd6b37cda9c804088030ccae0c13c21cb79e3cc70330126deca67f92dde80dc48ab81be6930e63a63dd3b20e2a12650', '2099-11-30');
INSERT INTO public.reflections VALUES ('99e818b650b84255932df39a52d36eb9', '\xb9cbdccd672c430d92a26d446b9a846f', 'anonymous', 'leadership', NULL, '2026-11-30', NULL, 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30', 0);
INSERT INTO public.reflections VALUES ('f5bc59ea76f5483288c0c043cccc68aa', '\x466fcd49d20377c650b8f2fe1b66f037', 'team', 'leadership', 'children-and-families', '2026-11-30', '2026-11-30 10:08:05.650108+00', 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30', 0);
INSERT INTO public.reviews VALUES ('99e818b650b84255932df39a52d36eb9', '970ed6cede6841a8baf3ce116e67b540', '2099-11-30 12:00:00+00', 'note ü');
INSERT INTO public.sign_ins VALUES ('token ü', '970ed6cede6841a8baf3ce116e67b540', '2099-11-30 12:00:00+00', '2099-11-30 12:00:00+00');
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
ALTER TABLE ONLY public.private_reflections
    ADD CONSTRAINT pk_private_reflections PRIMARY KEY (lookup);
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
CREATE INDEX ix_private_reflections_expires_on ON public.private_reflections USING btree (expires_on);
CREATE INDEX ix_reflections_day ON public.reflections USING btree (day);
CREATE INDEX ix_reflections_expires_on ON public.reflections USING btree (expires_on);
CREATE INDEX ix_reflections_team ON public.reflections USING btree (team);
CREATE INDEX ix_reflections_theme ON public.reflections USING btree (theme);
CREATE INDEX ix_sign_ins_coordinator_id ON public.sign_ins USING btree (coordinator_id);
ALTER TABLE ONLY public.conversation_events
    ADD CONSTRAINT fk_conversation_events_conversation FOREIGN KEY (conversation) REFERENCES public.conversations(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.conversation_turns
    ADD CONSTRAINT fk_conversation_turns_conversation FOREIGN KEY (conversation) REFERENCES public.conversations(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT fk_reviews_reflection_id FOREIGN KEY (reflection_id) REFERENCES public.reflections(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT fk_reviews_reviewed_by FOREIGN KEY (reviewed_by) REFERENCES public.coordinators(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT fk_sign_ins_coordinator_id FOREIGN KEY (coordinator_id) REFERENCES public.coordinators(id) ON DELETE CASCADE;
