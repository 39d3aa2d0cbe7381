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
INSERT INTO public.alembic_version VALUES ('0001');
INSERT INTO public.attempts VALUES (1, 'subject ü', '2099-11-30 12:00:00+00');
INSERT INTO public.audit_events VALUES (1, '2026-11-30 10:08:01.970384+00', 'morag', 'signed_in', 'morag', '{}');
INSERT INTO public.audit_events VALUES (2, '2026-11-30 10:08:01.974122+00', 'morag', 'home_viewed', 'morag', '{}');
INSERT INTO public.conversation_events VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '\x365f34013f4bb7389a0c82ca370ca6857ea9b1d97b6b3425459e09c0e2ede0945398fc6505e470727542e81fd211');
INSERT INTO public.conversation_turns VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', 'cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77', '\x6160bbd1e43c8cafc1e7535f69fe475f11a7bcb3c66aac74616e50da10043a5d4487d8d5711535da9a4b442d');
INSERT INTO public.conversations VALUES ('10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '2099-11-30 12:00:00+00');
INSERT INTO public.coordinators VALUES ('87ee24f97beb44e59680f1f3a2feba2e', 'morag', '$argon2id$v=19$m=65536,t=3,p=4$YrKB7pl8vtSxBCbzO17I3w$IcPgeKOYUqw1T9TN7vw42hLyN3JyllrsTQ7GHbpPVaI', '2026-11-30 10:08:01.955004+00', NULL);
INSERT INTO public.private_reflections VALUES ('\xf5e90e1055004c576bf1e981b2e23693', '\xed84477c1bf17cdcade22c5f229dab001538ae9aa8437991e5e405fcb80dbce6710d6fc4eacca5ccc5ef268d70c05c0dc2e0f5e6df1f5caac0ea0ca85d2b3a04c90844d98049527864d43c596eb23b7f33a91329c37317d97a2d748af2edeb281d08e444f2e08e9a04ccec28ddd46ec4db1dbbdcee08fa2d5a7eb01b66e7971addde2a053abc33d20a31fb093df74f6ddde250e91f47ea6165beb934d5bfce6cc7b988178c6a36eb1767bf7627d82c2b352522888643040baf715d7ff1a101c0a03b9c6b7394df7ac87f59db6f5fea861a1acd491a07e53a951cbd2f3c3a2b29e2d3fbc235aa009fa47e10c06580cbad9e4a0190f692daba4fc838ef19c0ed6e4c883dd8f68a0f3dc9c0924d6eb0e164e7fd2e4c60a3c9871e5ef3993729ae22cf5b38', '2099-11-30');
INSERT INTO public.reflections VALUES ('321ea77d309f40e3b1bfd15143f2bc92', '\xb9cbdccd672c430d92a26d446b9a846f', 'anonymous', 'leadership', NULL, '2026-11-30', NULL, 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30');
INSERT INTO public.reflections VALUES ('6a4c363083874729bc5935fe99081dcb', '\x466fcd49d20377c650b8f2fe1b66f037', 'team', 'leadership', 'children-and-families', '2026-11-30', '2026-11-30 10:08:01.602587+00', 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30');
INSERT INTO public.reviews VALUES ('321ea77d309f40e3b1bfd15143f2bc92', '87ee24f97beb44e59680f1f3a2feba2e', '2099-11-30 12:00:00+00', 'note ü');
INSERT INTO public.sign_ins VALUES ('token ü', '87ee24f97beb44e59680f1f3a2feba2e', '2099-11-30 12:00:00+00', '2099-11-30 12:00:00+00');
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
