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
INSERT INTO public.alembic_version VALUES ('0007');
INSERT INTO public.attempts VALUES (1, 'subject ü', '2099-11-30 12:00:00+00');
INSERT INTO public.audit_events VALUES (1, '2026-11-30 10:08:53.386723+00', 'morag', 'signed_in', 'morag', '{}', '');
INSERT INTO public.audit_events VALUES (2, '2026-11-30 10:08:53.389809+00', 'morag', 'home_viewed', 'morag', '{}', '');
INSERT INTO public.changes VALUES ('id ü', 'theme ü', 'team ü', 'said ü', 'did ü', '2099-11-30 12:00:00+00', '2026-11-23', false);
INSERT INTO public.conversation_events VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '\xe687d56419f112391ed1d3245ea25d938b6bfca911ff291de7721e960c35ab4005f1144d0357c64a636c63c9ee34');
INSERT INTO public.conversation_turns VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', 'cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77', '\xcc70607c4bc37b246760d54e6a9746483ac785c31644bcf51d713881fee9eda96c830c1e3d6f514dbdd45bb6');
INSERT INTO public.conversations VALUES ('10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '2099-11-30 12:00:00+00');
INSERT INTO public.coordinators VALUES ('10b861be69844656a5e827428f7977af', 'morag', '$argon2id$v=19$m=65536,t=3,p=4$/0NgH5XLPjnBkaZcJyhM4A$NZWyYcCcA4kTxf8OHuLtzbn/0aEbTpczyZkE4Hm7t0k', '2026-11-30 10:08:53.368506+00', NULL, 'coordinator', NULL, NULL, false, NULL, NULL, NULL);
INSERT INTO public.erasures VALUES ('version ü', '2099-11-30');
INSERT INTO public.passes VALUES ('key ü', '2099-11-30 12:00:00+00', false);
INSERT INTO public.private_reflections VALUES ('\xf5e90e1055004c576bf1e981b2e23693', '\x13c3a0e7f4c67411056b11485cb43024e32551573dfdfc0d2a21a1304dc4dbfa25a8fdc5b4ad6abb337541958433b43302de83d613e12a34096cc513b799ebababbafc54fd0a98959d47b31a2494b82a74cb3f161c2bead2d2da28aa6544cdfbc27902524706e2479a0368cf9671ed64c6509ea15d209ef4d3137c1b1fd90e662b65859e2c12618fe2dee2551511986c2452eec71abf21d3d8a49427c7a29306567b0958e1e7883e46760314e4197562380d2e20f8252bc0c18d639ef195b297ddf39194aa7da48ce7d1ed4bdcc5e2fcf34ced8d640d41ece907469572c233a86c88115524772768cf31ebbec73cb1de2fee6a9bd4f886f32e4ae587f42c2ef277a8dc66506aac059031d1f1516062678ae4f6b72374a900acdebcc550b52d96ca5e11621278bcfce45ad089c5c9093c19', '2099-11-30', 'ef1057fb', 'a964223e80ed4326856fbe2f21e4349f');
INSERT INTO public.recovery_codes VALUES ('hash ü', '10b861be69844656a5e827428f7977af');
INSERT INTO public.reflections VALUES ('fbfae932b6c74606aa1421402ac7f3ff', '\xb9cbdccd672c430d92a26d446b9a846f', 'anonymous', 'leadership', NULL, '2026-11-30', NULL, 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30', 0, 'ef1057fb', '9c31571d77cd45e98cddde9d1e687f18');
INSERT INTO public.reflections VALUES ('005a8fe71d6f469d99cefd15a1f65de1', '\x466fcd49d20377c650b8f2fe1b66f037', 'team', 'leadership', 'children-and-families', '2026-11-30', '2026-11-30 10:08:52.943223+00', 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30', 0, 'ef1057fb', '4602cb27314541568916481cf79286fb');
INSERT INTO public.released_figures VALUES ('2026-11-23', 'access', 'theme ü', 'part ü', 3);
INSERT INTO public.releases VALUES ('2026-11-23', '2026-11-23');
INSERT INTO public.reviews VALUES ('fbfae932b6c74606aa1421402ac7f3ff', '10b861be69844656a5e827428f7977af', '2099-11-30 12:00:00+00', 'note ü');
INSERT INTO public.sign_ins VALUES ('token ü', '10b861be69844656a5e827428f7977af', '2099-11-30 12:00:00+00', '2099-11-30 12:00:00+00', false);
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
ALTER TABLE ONLY public.released_figures
    ADD CONSTRAINT pk_released_figures PRIMARY KEY (first_day, kind, theme, part);
ALTER TABLE ONLY public.releases
    ADD CONSTRAINT pk_releases PRIMARY KEY (first_day);
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
ALTER TABLE ONLY public.releases
    ADD CONSTRAINT uq_releases_last_day UNIQUE (last_day);
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
ALTER TABLE ONLY public.released_figures
    ADD CONSTRAINT fk_released_figures_first_day FOREIGN KEY (first_day) REFERENCES public.releases(first_day) ON DELETE CASCADE;
ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT fk_reviews_reflection_id FOREIGN KEY (reflection_id) REFERENCES public.reflections(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT fk_reviews_reviewed_by FOREIGN KEY (reviewed_by) REFERENCES public.coordinators(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT fk_sign_ins_coordinator_id FOREIGN KEY (coordinator_id) REFERENCES public.coordinators(id) ON DELETE CASCADE;
