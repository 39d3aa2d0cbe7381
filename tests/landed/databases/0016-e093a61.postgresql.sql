SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.action_sources (
    action_id character varying(32) NOT NULL,
    reflection_id character varying(32) NOT NULL
);
CREATE TABLE public.action_steps (
    id integer NOT NULL,
    action_id character varying(32) NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL,
    status character varying(10) NOT NULL,
    due_on date NOT NULL,
    note text NOT NULL
);
CREATE SEQUENCE public.action_steps_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.action_steps_id_seq OWNED BY public.action_steps.id;
CREATE TABLE public.actions (
    id character varying(32) NOT NULL,
    theme character varying(40),
    what text NOT NULL,
    owner character varying(80) NOT NULL,
    due_on date NOT NULL,
    status character varying(10) NOT NULL,
    written_at timestamp with time zone NOT NULL,
    change_id character varying(32),
    CONSTRAINT ck_actions_status CHECK (((status)::text = ANY ((ARRAY['planned'::character varying, 'started'::character varying, 'done'::character varying, 'stopped'::character varying])::text[])))
);
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
CREATE TABLE public.clock (
    id integer NOT NULL,
    believed_at timestamp with time zone NOT NULL
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
    expires_at timestamp with time zone NOT NULL,
    version integer DEFAULT 0 NOT NULL
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
CREATE TABLE public.held_reflections (
    id character varying(32) NOT NULL,
    reflection_id character varying(32) NOT NULL,
    theme character varying(40) NOT NULL,
    day date NOT NULL,
    sealed bytea NOT NULL,
    expires_on date NOT NULL,
    grace_until date,
    secret_id character varying(8) DEFAULT ''::character varying NOT NULL,
    version character varying(32) DEFAULT ''::character varying NOT NULL
);
CREATE TABLE public.helpful_counts (
    month date NOT NULL,
    choice character varying(10) NOT NULL,
    count integer NOT NULL,
    CONSTRAINT ck_helpful_counts_choice CHECK (((choice)::text = ANY ((ARRAY['yes'::character varying, 'a_bit'::character varying, 'no'::character varying])::text[])))
);
CREATE TABLE public.holds (
    id character varying(32) NOT NULL,
    reflection_id character varying(32),
    theme character varying(40),
    first_day date,
    last_day date,
    reason text NOT NULL,
    until date NOT NULL,
    placed_by character varying(80) NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    lifted_by character varying(80),
    lifted_at timestamp with time zone
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
    version character varying(32) DEFAULT ''::character varying NOT NULL,
    grace_until date
);
CREATE TABLE public.purge_receipts (
    day date NOT NULL,
    ran_at timestamp with time zone NOT NULL,
    retention_days integer NOT NULL,
    grace_days integer NOT NULL,
    under_hold boolean NOT NULL
);
CREATE UNLOGGED TABLE public.rates (
    key character varying(64) NOT NULL,
    until timestamp with time zone NOT NULL
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
    grace_until date,
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
CREATE TABLE public.rights_requests (
    id character varying(32) NOT NULL,
    kind character varying(10) NOT NULL,
    reference character varying(40) NOT NULL,
    received_on date NOT NULL,
    due_on date NOT NULL,
    taken_by character varying(80) NOT NULL,
    answered integer DEFAULT 0 NOT NULL,
    held boolean NOT NULL,
    outcome character varying(10) NOT NULL,
    closed_on date,
    CONSTRAINT ck_rights_requests_kind CHECK (((kind)::text = ANY ((ARRAY['access'::character varying, 'erasure'::character varying])::text[]))),
    CONSTRAINT ck_rights_requests_outcome CHECK (((outcome)::text = ANY ((ARRAY[''::character varying, 'done'::character varying, 'nothing'::character varying, 'withdrawn'::character varying])::text[])))
);
CREATE TABLE public.searches (
    id character varying(32) NOT NULL,
    coordinator_id character varying(32) NOT NULL,
    words text NOT NULL,
    day date NOT NULL
);
CREATE TABLE public.session_answers (
    session_id character varying(32) NOT NULL,
    answer_key bytea NOT NULL,
    sealed bytea NOT NULL
);
CREATE TABLE public.session_invitations (
    session_id character varying(32) NOT NULL,
    key bytea NOT NULL,
    sealed bytea NOT NULL
);
CREATE TABLE public.session_places (
    session_id character varying(32) NOT NULL,
    sealed bytea NOT NULL,
    shows character varying(40) NOT NULL,
    sent_anew boolean NOT NULL,
    reminded boolean NOT NULL,
    gone boolean NOT NULL
);
CREATE TABLE public.shared_progress (
    reflection_id character varying(32) NOT NULL,
    choice character varying(10) NOT NULL,
    version character varying(32) NOT NULL,
    CONSTRAINT ck_shared_progress_choice CHECK (((choice)::text = ANY ((ARRAY['done'::character varying, 'begun'::character varying, 'not_yet'::character varying, 'other'::character varying])::text[])))
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
    reflection_id character varying(32) NOT NULL,
    day date NOT NULL
);
CREATE TABLE public.tags (
    id character varying(32) NOT NULL,
    name character varying(40) NOT NULL
);
CREATE TABLE public.team_sessions (
    id character varying(32) NOT NULL,
    join_code character varying(80) NOT NULL,
    team character varying(40) NOT NULL,
    themes json NOT NULL,
    steps json NOT NULL,
    facilitator_id character varying(32),
    opened_at timestamp with time zone NOT NULL,
    closes_at timestamp with time zone NOT NULL,
    reminded boolean NOT NULL,
    state character varying(10) NOT NULL,
    closed_on date,
    summary json,
    CONSTRAINT ck_team_sessions_state CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'draft'::character varying, 'published'::character varying, 'too_few'::character varying, 'lost'::character varying])::text[])))
);
CREATE TABLE public.teams_activities (
    id integer NOT NULL,
    key character varying(64) NOT NULL,
    sealed bytea,
    received_at timestamp with time zone NOT NULL,
    person character varying(64)
);
CREATE SEQUENCE public.teams_activities_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.teams_activities_id_seq OWNED BY public.teams_activities.id;
CREATE TABLE public.teams_facilitators (
    key character varying(64) NOT NULL,
    coordinator_id character varying(32) NOT NULL,
    sealed bytea NOT NULL
);
CREATE TABLE public.teams_links (
    coordinator_id character varying(32) NOT NULL,
    key character varying(64) NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
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
ALTER TABLE ONLY public.action_steps ALTER COLUMN id SET DEFAULT nextval('public.action_steps_id_seq'::regclass);
ALTER TABLE ONLY public.attempts ALTER COLUMN id SET DEFAULT nextval('public.attempts_id_seq'::regclass);
ALTER TABLE ONLY public.audit_events ALTER COLUMN id SET DEFAULT nextval('public.audit_events_id_seq'::regclass);
ALTER TABLE ONLY public.conversation_events ALTER COLUMN id SET DEFAULT nextval('public.conversation_events_id_seq'::regclass);
ALTER TABLE ONLY public.conversation_turns ALTER COLUMN id SET DEFAULT nextval('public.conversation_turns_id_seq'::regclass);
ALTER TABLE ONLY public.teams_activities ALTER COLUMN id SET DEFAULT nextval('public.teams_activities_id_seq'::regclass);
INSERT INTO public.action_sources VALUES ('id ü', '014c3b0276044526a734af1473f64a42');
INSERT INTO public.action_steps VALUES (1, 'id ü', '2099-11-30 12:00:00+00', 'by ü', 'planned', '2099-11-30', 'note ü');
INSERT INTO public.actions VALUES ('id ü', 'theme ü', 'what ü', 'owner ü', '2099-11-30', 'planned', '2099-11-30 12:00:00+00', 'id ü');
INSERT INTO public.alembic_version VALUES ('0016');
INSERT INTO public.attempts VALUES (1, 'subject ü', '2099-11-30 12:00:00+00');
INSERT INTO public.audit_events VALUES (1, '2026-12-01 13:32:03.45977+00', 'morag', 'signed_in', 'morag', '{}', 'b086c07ec1d52ad6ca9415af81f0a8152ae3c2e7d9704d08e0b47da0182afc01');
INSERT INTO public.audit_events VALUES (2, '2026-12-01 13:32:03.470621+00', 'morag', 'home_viewed', 'morag', '{}', '30d73fc39e0bfe4b12d477984f9355ea9c620e63bf6711558342c333a6db03a6');
INSERT INTO public.audit_heads VALUES (1, 2, '30d73fc39e0bfe4b12d477984f9355ea9c620e63bf6711558342c333a6db03a6', '86873ad48da14e45b72dd6af691444a95d78c3ea902fa00f500f9aac46f0d36e');
INSERT INTO public.changes VALUES ('id ü', 'theme ü', 'team ü', 'said ü', 'did ü', '2099-11-30 12:00:00+00', '2026-11-23', false);
INSERT INTO public.clock VALUES (3, '2099-11-30 12:00:00+00');
INSERT INTO public.conversation_events VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '\x0ba5dee254d217869494448c822e22ac761e67a1e174e487f7c840b7bcf1773a70eb2d6fee5a001fc0aa42a61583');
INSERT INTO public.conversation_turns VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', 'cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77', '\x65be818f5f1a5c5fc5d5b29ec5354b5fed748c03281f5189ac086250132e022b0952d74242ad4cb18ab2e294');
INSERT INTO public.conversations VALUES ('10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '2099-11-30 12:00:00+00', 0);
INSERT INTO public.coordinators VALUES ('caa9f5edbe24464fa94d68baa7b95be0', 'morag', '$argon2id$v=19$m=65536,t=3,p=4$UkMqBH//jeGA09fXcOVgEg$A9xMD+2nyENEOejxp/tvEb2syTuJM1FYLbldeaM9VSY', '2026-12-01 13:32:03.432165+00', NULL, 'coordinator', NULL, NULL, false, NULL, NULL, NULL);
INSERT INTO public.erasures VALUES ('version ü', '2099-11-30');
INSERT INTO public.held_reflections VALUES ('id ü', 'reflection_id ü', 'theme ü', '2026-11-23', '\x000102030405060708090a0b0c0d0e0f', '2099-11-30', '2026-11-23', 'secret_i', 'version ü');
INSERT INTO public.helpful_counts VALUES ('2026-11-23', 'yes', 3);
INSERT INTO public.holds VALUES ('id ü', 'reflection_id ü', 'theme ü', '2026-11-23', '2026-11-23', 'reason ü', '2099-11-30', 'placed_by ü', '2099-11-30 12:00:00+00', 'lifted_by ü', '2099-11-30 12:00:00+00');
INSERT INTO public.invitations VALUES ('014c3b0276044526a734af1473f64a42', 'strengths', 'caa9f5edbe24464fa94d68baa7b95be0', '2026-11-23', 3);
INSERT INTO public.passes VALUES ('key ü', '2099-11-30 12:00:00+00', false);
INSERT INTO public.private_reflections VALUES ('\xf5e90e1055004c576bf1e981b2e23693', '\xa3c8146769e2419e51d5ad15f54a6ff8c282839c4bd55c4262dbb9f4279bd1aae6992630b9d38b1f4e8529deace212f8d14683e887fb0e14ca00460906f28afb0a9b90b558b32cbd76edcd27e629426e470bc3de39b0120531da0e10a86b56d3c15e35391bae0a681b46eb5a1f4bed3397d48f4338585e853b8623d248b4f3d1f064be5c70ad2b07c46ada835c283ccb1c77f54c2455498df3708cdabde2f6166a90f348b3d25be0a7c3270a9a8fbdc0f271adc0f3d7018d60e2a7f6e841b2ac4a2ac9f4873dced7c1e257ec80ead498b97bee111e8cca32d2ea6a2ac3fb4b95973987337beb0aad38543900af1989146816f9fc6a203900c0d6040ba103fb9211b53c13b9bc0c888110fa6d5785a6dad2139d82d0cbdd18b4cb372c7269fba7476de2aeb6ffd9fb03d863b098fc234d7c', '2099-11-30', 'ef1057fb', '63c606fdb8d746739638154d86a6393e', '2027-12-15');
INSERT INTO public.purge_receipts VALUES ('2026-11-23', '2099-11-30 12:00:00+00', 3, 3, false);
INSERT INTO public.rates VALUES ('key ü', '2099-11-30 12:00:00+00');
INSERT INTO public.recovery_codes VALUES ('hash ü', 'caa9f5edbe24464fa94d68baa7b95be0');
INSERT INTO public.reflections VALUES ('014c3b0276044526a734af1473f64a42', '\xb9cbdccd672c430d92a26d446b9a846f', 'anonymous', 'leadership', NULL, '2026-12-01', NULL, 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30', 0, 'ef1057fb', '0660d0d0843241a8abe04bc834be00ab', '''_202612'' ''alesund'' ''ask'' ''at'' ''desk'' ''huddl'' ''is'' ''kind'' ''monday'' ''on'' ''our'' ''quieter'' ''room'' ''s'' ''team'' ''the''', false, '2027-12-15');
INSERT INTO public.reflections VALUES ('0134ab944473450aaf74f59a8b6adf5f', '\x466fcd49d20377c650b8f2fe1b66f037', 'team', 'leadership', 'children-and-families', '2026-12-01', '2026-12-01 13:32:02.807627+00', 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30', 0, 'ef1057fb', 'adebff2ede304aabaa8e5422c0535f3b', '''_202612'' ''alesund'' ''ask'' ''at'' ''desk'' ''huddl'' ''is'' ''kind'' ''monday'' ''on'' ''our'' ''quieter'' ''room'' ''s'' ''team'' ''the''', false, '2027-12-15');
INSERT INTO public.released_figures VALUES ('2026-11-23', 'access', 'theme ü', 'part ü', 3);
INSERT INTO public.releases VALUES ('2026-11-23', '2026-11-23');
INSERT INTO public.reminders VALUES ('key ü', '2099-11-30', '\x000102030405060708090a0b0c0d0e0f');
INSERT INTO public.reviews VALUES ('014c3b0276044526a734af1473f64a42', 'caa9f5edbe24464fa94d68baa7b95be0', '2099-11-30 12:00:00+00', 'note ü');
INSERT INTO public.rights_requests VALUES ('id ü', 'access', 'reference ü', '2026-11-23', '2099-11-30', 'taken_by ü', 3, false, '', '2026-11-23');
INSERT INTO public.searches VALUES ('id ü', 'caa9f5edbe24464fa94d68baa7b95be0', 'words ü', '2026-11-23');
INSERT INTO public.session_answers VALUES ('id ü', '\x000102030405060708090a0b0c0d0e0f', '\x000102030405060708090a0b0c0d0e0f');
INSERT INTO public.session_invitations VALUES ('id ü', '\x000102030405060708090a0b0c0d0e0f', '\x000102030405060708090a0b0c0d0e0f');
INSERT INTO public.session_places VALUES ('id ü', '\x000102030405060708090a0b0c0d0e0f', 'shows ü', false, false, false);
INSERT INTO public.shared_progress VALUES ('014c3b0276044526a734af1473f64a42', 'done', 'version ü');
INSERT INTO public.sign_ins VALUES ('token ü', 'caa9f5edbe24464fa94d68baa7b95be0', '2099-11-30 12:00:00+00', '2099-11-30 12:00:00+00', false);
INSERT INTO public.taggings VALUES ('id ü', '014c3b0276044526a734af1473f64a42', '2026-11-23');
INSERT INTO public.tags VALUES ('id ü', 'name ü');
INSERT INTO public.team_sessions VALUES ('id ü', 'join_code ü', 'team ü', '"themes \u00fc"', '"steps \u00fc"', 'caa9f5edbe24464fa94d68baa7b95be0', '2099-11-30 12:00:00+00', '2099-11-30 12:00:00+00', false, 'draft', '2026-11-23', '"summary \u00fc"');
INSERT INTO public.teams_activities VALUES (1, 'key ü', '\x000102030405060708090a0b0c0d0e0f', '2099-11-30 12:00:00+00', 'person ü');
INSERT INTO public.teams_facilitators VALUES ('key ü', 'caa9f5edbe24464fa94d68baa7b95be0', '\x000102030405060708090a0b0c0d0e0f');
INSERT INTO public.teams_links VALUES ('caa9f5edbe24464fa94d68baa7b95be0', 'key ü', '2099-11-30 12:00:00+00');
INSERT INTO public.teams_references VALUES ('key ü', '\x000102030405060708090a0b0c0d0e0f');
INSERT INTO public.views VALUES ('id ü', 'caa9f5edbe24464fa94d68baa7b95be0', 'name ü', 'query ü', 'id ü');
INSERT INTO public.visits VALUES ('caa9f5edbe24464fa94d68baa7b95be0', '2026-11-23', '2026-11-23');
SELECT pg_catalog.setval('public.action_steps_id_seq', 1, true);
SELECT pg_catalog.setval('public.attempts_id_seq', 1, true);
SELECT pg_catalog.setval('public.audit_events_id_seq', 1, false);
SELECT pg_catalog.setval('public.conversation_events_id_seq', 1, true);
SELECT pg_catalog.setval('public.conversation_turns_id_seq', 1, true);
SELECT pg_catalog.setval('public.teams_activities_id_seq', 1, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.action_sources
    ADD CONSTRAINT pk_action_sources PRIMARY KEY (action_id, reflection_id);
ALTER TABLE ONLY public.action_steps
    ADD CONSTRAINT pk_action_steps PRIMARY KEY (id);
ALTER TABLE ONLY public.actions
    ADD CONSTRAINT pk_actions PRIMARY KEY (id);
ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT pk_attempts PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_events
    ADD CONSTRAINT pk_audit_events PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_heads
    ADD CONSTRAINT pk_audit_heads PRIMARY KEY (id);
ALTER TABLE ONLY public.changes
    ADD CONSTRAINT pk_changes PRIMARY KEY (id);
ALTER TABLE ONLY public.clock
    ADD CONSTRAINT pk_clock PRIMARY KEY (id);
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
ALTER TABLE ONLY public.held_reflections
    ADD CONSTRAINT pk_held_reflections PRIMARY KEY (id);
ALTER TABLE ONLY public.helpful_counts
    ADD CONSTRAINT pk_helpful_counts PRIMARY KEY (month, choice);
ALTER TABLE ONLY public.holds
    ADD CONSTRAINT pk_holds PRIMARY KEY (id);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT pk_invitations PRIMARY KEY (reflection_id);
ALTER TABLE ONLY public.passes
    ADD CONSTRAINT pk_passes PRIMARY KEY (key);
ALTER TABLE ONLY public.private_reflections
    ADD CONSTRAINT pk_private_reflections PRIMARY KEY (lookup);
ALTER TABLE ONLY public.purge_receipts
    ADD CONSTRAINT pk_purge_receipts PRIMARY KEY (day);
ALTER TABLE ONLY public.rates
    ADD CONSTRAINT pk_rates PRIMARY KEY (key);
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
ALTER TABLE ONLY public.rights_requests
    ADD CONSTRAINT pk_rights_requests PRIMARY KEY (id);
ALTER TABLE ONLY public.searches
    ADD CONSTRAINT pk_searches PRIMARY KEY (id);
ALTER TABLE ONLY public.session_answers
    ADD CONSTRAINT pk_session_answers PRIMARY KEY (session_id, answer_key);
ALTER TABLE ONLY public.session_invitations
    ADD CONSTRAINT pk_session_invitations PRIMARY KEY (session_id, key);
ALTER TABLE ONLY public.session_places
    ADD CONSTRAINT pk_session_places PRIMARY KEY (session_id);
ALTER TABLE ONLY public.shared_progress
    ADD CONSTRAINT pk_shared_progress PRIMARY KEY (reflection_id);
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT pk_sign_ins PRIMARY KEY (token);
ALTER TABLE ONLY public.taggings
    ADD CONSTRAINT pk_taggings PRIMARY KEY (tag_id, reflection_id);
ALTER TABLE ONLY public.tags
    ADD CONSTRAINT pk_tags PRIMARY KEY (id);
ALTER TABLE ONLY public.team_sessions
    ADD CONSTRAINT pk_team_sessions PRIMARY KEY (id);
ALTER TABLE ONLY public.teams_activities
    ADD CONSTRAINT pk_teams_activities PRIMARY KEY (id);
ALTER TABLE ONLY public.teams_facilitators
    ADD CONSTRAINT pk_teams_facilitators PRIMARY KEY (key);
ALTER TABLE ONLY public.teams_links
    ADD CONSTRAINT pk_teams_links PRIMARY KEY (coordinator_id);
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
ALTER TABLE ONLY public.team_sessions
    ADD CONSTRAINT uq_team_sessions_join_code UNIQUE (join_code);
ALTER TABLE ONLY public.teams_activities
    ADD CONSTRAINT uq_teams_activities_key UNIQUE (key);
ALTER TABLE ONLY public.teams_facilitators
    ADD CONSTRAINT uq_teams_facilitators_coordinator_id UNIQUE (coordinator_id);
ALTER TABLE ONLY public.teams_links
    ADD CONSTRAINT uq_teams_links_key UNIQUE (key);
CREATE INDEX ix_action_sources_reflection_id ON public.action_sources USING btree (reflection_id);
CREATE INDEX ix_action_steps_action_id ON public.action_steps USING btree (action_id);
CREATE INDEX ix_actions_status_due_on ON public.actions USING btree (status, due_on);
CREATE INDEX ix_attempts_subject_at ON public.attempts USING btree (subject, at);
CREATE INDEX ix_audit_events_at ON public.audit_events USING btree (at);
CREATE INDEX ix_changes_published_on ON public.changes USING btree (published_on);
CREATE INDEX ix_changes_written_at ON public.changes USING btree (written_at);
CREATE INDEX ix_conversation_events_conversation_id ON public.conversation_events USING btree (conversation, id);
CREATE INDEX ix_conversation_turns_conversation ON public.conversation_turns USING btree (conversation);
CREATE INDEX ix_conversations_expires_at ON public.conversations USING btree (expires_at);
CREATE INDEX ix_erasures_erased_on ON public.erasures USING btree (erased_on);
CREATE INDEX ix_held_reflections_expires_on ON public.held_reflections USING btree (expires_on);
CREATE INDEX ix_holds_until ON public.holds USING btree (until);
CREATE INDEX ix_passes_expires_at ON public.passes USING btree (expires_at);
CREATE INDEX ix_private_reflections_expires_on ON public.private_reflections USING btree (expires_on);
CREATE INDEX ix_rates_until ON public.rates USING btree (until);
CREATE INDEX ix_recovery_codes_coordinator_id ON public.recovery_codes USING btree (coordinator_id);
CREATE INDEX ix_reflections_day_id ON public.reflections USING btree (day, id);
CREATE INDEX ix_reflections_expires_on ON public.reflections USING btree (expires_on);
CREATE INDEX ix_reflections_rating_day_id ON public.reflections USING btree (rating, day, id) WHERE ((sharing)::text = 'team'::text);
CREATE INDEX ix_reflections_reviewed_day_id ON public.reflections USING btree (reviewed, day, id);
CREATE INDEX ix_reflections_sharing_day_id ON public.reflections USING btree (sharing, day, id);
CREATE INDEX ix_reflections_team_day_id ON public.reflections USING btree (team, day, id);
CREATE INDEX ix_reflections_team_theme_day_id ON public.reflections USING btree (team, theme, day, id) WHERE (team IS NOT NULL);
CREATE INDEX ix_reflections_theme_day_id ON public.reflections USING btree (theme, day, id);
CREATE INDEX ix_reflections_words ON public.reflections USING gin (words) WITH (fastupdate=off);
CREATE INDEX ix_reminders_due_on ON public.reminders USING btree (due_on);
CREATE INDEX ix_rights_requests_due_on ON public.rights_requests USING btree (due_on);
CREATE INDEX ix_searches_coordinator_id ON public.searches USING btree (coordinator_id);
CREATE INDEX ix_sign_ins_coordinator_id ON public.sign_ins USING btree (coordinator_id);
CREATE INDEX ix_taggings_reflection_id ON public.taggings USING btree (reflection_id);
CREATE INDEX ix_taggings_tag_id_day_reflection_id ON public.taggings USING btree (tag_id, day, reflection_id);
CREATE INDEX ix_team_sessions_closed_on ON public.team_sessions USING btree (closed_on);
CREATE INDEX ix_team_sessions_facilitator_id ON public.team_sessions USING btree (facilitator_id);
CREATE INDEX ix_teams_activities_person ON public.teams_activities USING btree (person);
CREATE INDEX ix_teams_activities_received_at ON public.teams_activities USING btree (received_at);
CREATE INDEX ix_views_coordinator_id ON public.views USING btree (coordinator_id);
CREATE INDEX ix_views_search_id ON public.views USING btree (search_id);
CREATE UNIQUE INDEX uq_coordinators_subject ON public.coordinators USING btree (subject);
ALTER TABLE ONLY public.action_sources
    ADD CONSTRAINT fk_action_sources_action_id FOREIGN KEY (action_id) REFERENCES public.actions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.action_sources
    ADD CONSTRAINT fk_action_sources_reflection_id FOREIGN KEY (reflection_id) REFERENCES public.reflections(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.action_steps
    ADD CONSTRAINT fk_action_steps_action_id FOREIGN KEY (action_id) REFERENCES public.actions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.actions
    ADD CONSTRAINT fk_actions_change_id FOREIGN KEY (change_id) REFERENCES public.changes(id) ON DELETE SET NULL;
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
ALTER TABLE ONLY public.session_answers
    ADD CONSTRAINT fk_session_answers_session_id FOREIGN KEY (session_id) REFERENCES public.team_sessions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.session_invitations
    ADD CONSTRAINT fk_session_invitations_session_id FOREIGN KEY (session_id) REFERENCES public.team_sessions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.session_places
    ADD CONSTRAINT fk_session_places_session_id FOREIGN KEY (session_id) REFERENCES public.team_sessions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.shared_progress
    ADD CONSTRAINT fk_shared_progress_reflection_id FOREIGN KEY (reflection_id) REFERENCES public.reflections(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT fk_sign_ins_coordinator_id FOREIGN KEY (coordinator_id) REFERENCES public.coordinators(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.taggings
    ADD CONSTRAINT fk_taggings_reflection_id FOREIGN KEY (reflection_id) REFERENCES public.reflections(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.taggings
    ADD CONSTRAINT fk_taggings_tag_id FOREIGN KEY (tag_id) REFERENCES public.tags(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.team_sessions
    ADD CONSTRAINT fk_team_sessions_facilitator_id FOREIGN KEY (facilitator_id) REFERENCES public.coordinators(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.teams_facilitators
    ADD CONSTRAINT fk_teams_facilitators_coordinator_id FOREIGN KEY (coordinator_id) REFERENCES public.coordinators(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.teams_links
    ADD CONSTRAINT fk_teams_links_coordinator_id FOREIGN KEY (coordinator_id) REFERENCES public.coordinators(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.views
    ADD CONSTRAINT fk_views_coordinator_id FOREIGN KEY (coordinator_id) REFERENCES public.coordinators(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.views
    ADD CONSTRAINT fk_views_search_id FOREIGN KEY (search_id) REFERENCES public.searches(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.visits
    ADD CONSTRAINT fk_visits_coordinator_id FOREIGN KEY (coordinator_id) REFERENCES public.coordinators(id) ON DELETE CASCADE;
