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
INSERT INTO public.audit_events VALUES (1, '2026-11-30 10:08:38.473914+00', 'morag', 'signed_in', 'morag', '{}', '064612de471a959edf41674215f545ed685de43439b9e164ab1d78e5c8242fda');
INSERT INTO public.audit_events VALUES (2, '2026-11-30 10:08:38.489938+00', 'morag', 'home_viewed', 'morag', '{}', 'e628662a11076e10cb7e9e40187545d1a948ab2c03d4f1e1a75cdf27099b24ca');
INSERT INTO public.audit_heads VALUES (1, 2, 'e628662a11076e10cb7e9e40187545d1a948ab2c03d4f1e1a75cdf27099b24ca', '1512c34eae5992168ce6f80b004c51f4e9b661694bdf5575ed8c465f81c85b36');
INSERT INTO public.changes VALUES ('id ü', 'theme ü', 'team ü', 'said ü', 'did ü', '2099-11-30 12:00:00+00', '2026-11-23', false);
INSERT INTO public.conversation_events VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '\x4e723866e6259b5e1bc5284c99eb6045ceebf814c5e2050b4a45dc95d143dab1115043950c966e5f85c8d881454a');
INSERT INTO public.conversation_turns VALUES (1, '10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', 'cc67bb18b72bfb668adad5192526636878f8d87edd0557cbfd34df4e179e3f77', '\xf8a2564908a757741939c778c567dbe65ffcbf47590b7cf0038c09b2e89e78abd8da84f5a63c52eacfe115d2');
INSERT INTO public.conversations VALUES ('10571b53ba3fb5e79ec5b92088221056b4eb07b24e11885b6d7f4dae93217d36', '2099-11-30 12:00:00+00');
INSERT INTO public.coordinators VALUES ('c4ced759ba7141b48e5004c3cfd28733', 'morag', '$argon2id$v=19$m=65536,t=3,p=4$BblhFcj95g3S2k6CB74m1Q$DezTu8+Vm4mY5yFGCTI00YA08n04HVr9Yb+mggyIFa8', '2026-11-30 10:08:38.452302+00', NULL, 'coordinator', NULL, NULL, false, NULL, NULL, NULL);
INSERT INTO public.erasures VALUES ('version ü', '2099-11-30');
INSERT INTO public.passes VALUES ('key ü', '2099-11-30 12:00:00+00', false);
INSERT INTO public.private_reflections VALUES ('\xf5e90e1055004c576bf1e981b2e23693', '\x5a7ec6aeb984807c89efa331111b6666e21960e10f1df4a7f3350108d61c30da4f12371aeba8582901727cd37d25ca0ff6966d9eb6a3580f519c2e595d16643ded17a9b7af65747527f16c5fd2685586b8d67d79aa84489be86c7600234cc442299d677b817dd7b5b58dbc0594bcaea16fd015712fd76db41c008ba22a5ed450add1b892884fa36551d752dfcb4aa11c8262b63f43f25e49a43fb76ac37764ab0db595ede429a0dd50df0872bc30e5d9faf7b4a42f7160962c6b7b3ad34699dc0d4f45aa54e0245c7f75ee00459b018eb1be868d02e56fbb81ff5f8ca39e47a6f612fb7f70a57e5e3c98c0b187f62b905ba9298d9b511779790a327f7eb17a3661bc3659e9bd801d32f01ad80c795c9e88096d992c266acbdf627b55ff829681c83dd4c0cb7f7285991f7f5df6839b8580', '2099-11-30', 'ef1057fb', '69ea55d785fb4a1291a35deb402962e6');
INSERT INTO public.recovery_codes VALUES ('hash ü', 'c4ced759ba7141b48e5004c3cfd28733');
INSERT INTO public.reflections VALUES ('ce32c8e425a44c0e94952df70bcdb3cc', '\xb9cbdccd672c430d92a26d446b9a846f', 'anonymous', 'leadership', NULL, '2026-11-30', NULL, 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30', 0, 'ef1057fb', 'f0525e68bbb74a798c81df19337e57d0');
INSERT INTO public.reflections VALUES ('9d9690bba91d4718a2759350ee7c5666', '\x466fcd49d20377c650b8f2fe1b66f037', 'team', 'leadership', 'children-and-families', '2026-11-30', '2026-11-30 10:08:37.867343+00', 'Our huddle is kind', 'Quieter rooms, at Ålesund’s desk', 'Ask the team on Monday', 'some-days', '["one"]', '2099-11-30', 0, 'ef1057fb', '86597ee1c7b744a998d92be1dd1de6b9');
INSERT INTO public.reviews VALUES ('ce32c8e425a44c0e94952df70bcdb3cc', 'c4ced759ba7141b48e5004c3cfd28733', '2099-11-30 12:00:00+00', 'note ü');
INSERT INTO public.sign_ins VALUES ('token ü', 'c4ced759ba7141b48e5004c3cfd28733', '2099-11-30 12:00:00+00', '2099-11-30 12:00:00+00', false);
SELECT pg_catalog.setval('public.attempts_id_seq', 1, true);
SELECT pg_catalog.setval('public.audit_events_id_seq', 1, false);
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
