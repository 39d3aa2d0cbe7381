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
INSERT INTO public.alembic_version VALUES ('0008');
INSERT INTO public.attempts VALUES (1, 'subject ü', '2099-11-30 12:00:00+00');
INSERT INTO public.audit_events VALUES (1, '2026-11-30 10:08:59.268198+00', 'morag', 'signed_in', 'morag', '{}', '');
INSERT INTO public.audit_events VALUES (2, '2026-11-30 10:08:59.273873+00', 'morag', 'home_viewed', 'morag', '{}', '');
INSERT INTO public.changes VALUES ('id ü', 'theme ü', 'team ü', 'said ü', 'did ü', '2099-11-30 12:00:00+00', '2026-11-23', false);
INSERT INTO public.conversation_events VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '\xc0e84f6784cbe4076e72860a95a13a9edd88fe39303ba2b207adf6222818db6114d9d873deeed3c19fbd93db324a');
INSERT INTO public.conversation_turns VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', 'cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77', '\xec55b4a8d408567c5820f42ab5ca2754e42826e3e11dbc96a6b4489b507cfa2c18c582c6c9089db1568c2275');
INSERT INTO public.conversations VALUES ('10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '2099-11-30 12:00:00+00');
INSERT INTO public.coordinators VALUES ('86fcabcb01574e56871052270f2d0a98', 'morag', '$argon2id$v=19$m=65536,t=3,p=4$bEsXhTCTYk1Nrz2mfu0PUQ$j6dYr9WmNYAsGeKBowK0kvq7H2sg51XJljLLMHXwuc8', '2026-11-30 10:08:59.252664+00', NULL, 'coordinator', NULL, NULL, false, NULL, NULL, NULL);
INSERT INTO public.erasures VALUES ('version ü', '2099-11-30');
INSERT INTO public.invitations VALUES ('0c3a77406d1b4aa8893a69b4921ffee8', 'strengths', '86fcabcb01574e56871052270f2d0a98', '2026-11-23', 3);
INSERT INTO public.passes VALUES ('key ü', '2099-11-30 12:00:00+00', false);
INSERT INTO public.private_reflections VALUES ('\xf5e90e1055004c576bf1e981b2e23693', '\x688e793734580b08af61a302aaa64067420de652462cac699274e8a9e3c001709989a74836db3398ff2797162489d1837ee015f02a89551dad52574b7226b292495dc537f8a8a347d0dcb5c12d3281adca5ef7c46e637b09952c084097b33a4cd5d39ce271168a21ddad425b584314a5246a6d1bf9325b18e3daebd1e8b5059e857eab70636257b0e5972032e0571fafd2e25e03e6a5962239602730e22f5edc4f334ce66d6bacb5189b36b7e72616967221006895f611802403cf8f5ed8f05972b3464a858c1c3f15768abb345722e7fd20f153b68d70f00d5876f910b59c20e12a64380434a4827cf09e56682651ac26b241e93e2d40bed83c11a8fe4e5768a40e1402286ca22b4da7fa96bf36d58076b085b27df7cedcd2c2e412af728b5bf837ed9aec38b4ae66f1299a0e56aa5a1a', '2099-11-30', 'ef1057fb', '85407d33133d4ef7ad916cc1f8e06402');
INSERT INTO public.recovery_codes VALUES ('hash ü', '86fcabcb01574e56871052270f2d0a98');
INSERT INTO public.reflections VALUES ('0c3a77406d1b4aa8893a69b4921ffee8', '\xb9cbdccd672c430d92a26d446b9a846f', 'anonymous', 'leadership', NULL, '2026-11-30', NULL, 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30', 0, 'ef1057fb', 'db8564ab5dc3400086156ed55035b5ed', '''alesund'' ''ask'' ''at'' ''desk'' ''huddl'' ''is'' ''kind'' ''monday'' ''on'' ''our'' ''quieter'' ''room'' ''s'' ''team'' ''the''', false);
INSERT INTO public.reflections VALUES ('1c2a4e8daf76410bb0361b2ba61315ce', '\x466fcd49d20377c650b8f2fe1b66f037', 'team', 'leadership', 'children-and-families', '2026-11-30', '2026-11-30 10:08:58.855658+00', 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30', 0, 'ef1057fb', 'c62cb0b255e84c2f98daef8741b67707', '''alesund'' ''ask'' ''at'' ''desk'' ''huddl'' ''is'' ''kind'' ''monday'' ''on'' ''our'' ''quieter'' ''room'' ''s'' ''team'' ''the''', false);
INSERT INTO public.reviews VALUES ('0c3a77406d1b4aa8893a69b4921ffee8', '86fcabcb01574e56871052270f2d0a98', '2099-11-30 12:00:00+00', 'note ü');
INSERT INTO public.searches VALUES ('id ü', '86fcabcb01574e56871052270f2d0a98', 'words ü', '2026-11-23');
INSERT INTO public.sign_ins VALUES ('token ü', '86fcabcb01574e56871052270f2d0a98', '2099-11-30 12:00:00+00', '2099-11-30 12:00:00+00', false);
INSERT INTO public.taggings VALUES ('id ü', '0c3a77406d1b4aa8893a69b4921ffee8');
INSERT INTO public.tags VALUES ('id ü', 'name ü');
INSERT INTO public.views VALUES ('id ü', '86fcabcb01574e56871052270f2d0a98', 'name ü', 'query ü', 'id ü');
INSERT INTO public.visits VALUES ('86fcabcb01574e56871052270f2d0a98', '2026-11-23', '2026-11-23');
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
ALTER TABLE ONLY public.tags
    ADD CONSTRAINT uq_tags_name UNIQUE (name);
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
CREATE INDEX ix_searches_coordinator_id ON public.searches USING btree (coordinator_id);
CREATE INDEX ix_sign_ins_coordinator_id ON public.sign_ins USING btree (coordinator_id);
CREATE INDEX ix_taggings_reflection_id ON public.taggings USING btree (reflection_id);
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
