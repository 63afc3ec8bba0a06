create schema drizzle;
create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);

-- 0000_first
CREATE TABLE "accounts" (
	"team_id" text NOT NULL,
	"platform" text NOT NULL,
	"account_id" text NOT NULL,
	"person_id" text NOT NULL,
	CONSTRAINT "accounts_team_id_platform_account_id_pk" PRIMARY KEY("team_id","platform","account_id")
);

CREATE TABLE "asks" (
	"platform" text NOT NULL,
	"key" text NOT NULL,
	"ask" jsonb NOT NULL,
	"due_at" timestamp with time zone,
	"received_at" timestamp with time zone NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "asks_platform_key_pk" PRIMARY KEY("platform","key")
);

CREATE TABLE "audit_log" (
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"outcome" text NOT NULL,
	"target" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"reason" text NOT NULL,
	"previous" text NOT NULL,
	"digest" text NOT NULL,
	CONSTRAINT "audit_log_team_id_seq_pk" PRIMARY KEY("team_id","seq")
);

CREATE TABLE "balances" (
	"team_id" text NOT NULL,
	"subject" text NOT NULL,
	"per" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	"charged" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "balances_team_id_subject_per_starts_at_pk" PRIMARY KEY("team_id","subject","per","starts_at")
);

CREATE TABLE "cards" (
	"team_id" text NOT NULL,
	"job_id" text NOT NULL,
	"platform" text NOT NULL,
	"message" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"shown" text,
	"due_at" timestamp with time zone,
	"leased_until" timestamp with time zone,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"rank" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "cards_team_id_job_id_pk" PRIMARY KEY("team_id","job_id")
);

CREATE TABLE "credit_requests" (
	"team_id" text NOT NULL,
	"request_id" text NOT NULL,
	"person_id" text NOT NULL,
	"subject" text NOT NULL,
	"credits" bigint NOT NULL,
	"ask" jsonb NOT NULL,
	"asked" jsonb,
	"status" text NOT NULL,
	"decided_by" text,
	"granted" bigint,
	"at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "credit_requests_team_id_request_id_pk" PRIMARY KEY("team_id","request_id")
);

CREATE TABLE "draws" (
	"team_id" text NOT NULL,
	"job_id" text NOT NULL,
	"grant_id" text NOT NULL,
	"held" bigint NOT NULL,
	"charged" bigint,
	CONSTRAINT "draws_team_id_job_id_grant_id_pk" PRIMARY KEY("team_id","job_id","grant_id")
);

CREATE TABLE "edit_budgets" (
	"platform" text NOT NULL,
	"key" text NOT NULL,
	"left_over" double precision NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "edit_budgets_platform_key_pk" PRIMARY KEY("platform","key")
);

CREATE TABLE "facts" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);

CREATE TABLE "gates" (
	"provider" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL
);

CREATE TABLE "grants" (
	"team_id" text NOT NULL,
	"grant_id" text NOT NULL,
	"subject" text NOT NULL,
	"credits" bigint NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	"charged" bigint DEFAULT 0 NOT NULL,
	"reason" text NOT NULL,
	"granted_by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "grants_team_id_grant_id_pk" PRIMARY KEY("team_id","grant_id")
);

CREATE TABLE "installations" (
	"platform" text NOT NULL,
	"workspace_id" text NOT NULL,
	"sealed" text NOT NULL,
	CONSTRAINT "installations_platform_workspace_id_pk" PRIMARY KEY("platform","workspace_id")
);

CREATE TABLE "jobs" (
	"team_id" text NOT NULL,
	"job_id" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"person_id" text NOT NULL,
	"roles" jsonb NOT NULL,
	"platform" text NOT NULL,
	"request_key" text NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"quote" integer NOT NULL,
	"price" integer NOT NULL,
	"request" jsonb NOT NULL,
	"state" jsonb NOT NULL,
	"status" text NOT NULL,
	"open" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "jobs_team_id_job_id_pk" PRIMARY KEY("team_id","job_id")
);

CREATE TABLE "ledger" (
	"team_id" text NOT NULL,
	"job_id" text NOT NULL,
	"kind" text NOT NULL,
	"person_id" text NOT NULL,
	"credits" bigint NOT NULL,
	"granted" bigint DEFAULT 0 NOT NULL,
	"pool_granted" bigint DEFAULT 0 NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"held_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ledger_team_id_job_id_kind_pk" PRIMARY KEY("team_id","job_id","kind")
);

CREATE TABLE "link_codes" (
	"code" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"person_id" text,
	"platform" text NOT NULL,
	"made_by" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);

CREATE TABLE "people" (
	"team_id" text NOT NULL,
	"person_id" text NOT NULL,
	"name" text,
	"preferences" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "people_team_id_person_id_pk" PRIMARY KEY("team_id","person_id")
);

CREATE TABLE "policies" (
	"team_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"policy" jsonb NOT NULL,
	CONSTRAINT "policies_team_id_kind_subject_pk" PRIMARY KEY("team_id","kind","subject")
);

CREATE TABLE "proposals" (
	"name" text PRIMARY KEY NOT NULL,
	"ask" jsonb NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);

CREATE TABLE "provider_health" (
	"provider" text PRIMARY KEY NOT NULL,
	"trouble" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"times" smallint NOT NULL,
	"until" timestamp with time zone NOT NULL
);

CREATE TABLE "render_times" (
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"quality" text NOT NULL,
	"seconds" smallint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"took_ms" integer NOT NULL
);

CREATE TABLE "renders" (
	"provider" text NOT NULL,
	"render" text NOT NULL,
	"team_id" text NOT NULL,
	"job_id" text NOT NULL,
	CONSTRAINT "renders_provider_render_pk" PRIMARY KEY("provider","render")
);

CREATE TABLE "schedule" (
	"team_id" text NOT NULL,
	"job_id" text NOT NULL,
	"lane" text NOT NULL,
	"provider" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"person_id" text NOT NULL,
	"queued_at" timestamp with time zone NOT NULL,
	"operation" jsonb,
	"started_at" timestamp with time zone,
	CONSTRAINT "schedule_team_id_job_id_pk" PRIMARY KEY("team_id","job_id")
);

CREATE TABLE "silences" (
	"provider" text PRIMARY KEY NOT NULL,
	"times" smallint NOT NULL
);

CREATE TABLE "teams" (
	"team_id" text PRIMARY KEY NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"digest_due_at" timestamp with time zone
);

CREATE TABLE "workspaces" (
	"team_id" text NOT NULL,
	"platform" text NOT NULL,
	"workspace_id" text NOT NULL,
	CONSTRAINT "workspaces_team_id_platform_workspace_id_pk" PRIMARY KEY("team_id","platform","workspace_id")
);

CREATE INDEX "asks_due" ON "asks" USING btree ("due_at") WHERE due_at is not null;
CREATE INDEX "asks_received" ON "asks" USING btree ("received_at");
CREATE INDEX "cards_due" ON "cards" USING btree ("platform","rank","due_at") WHERE due_at is not null;
CREATE INDEX "credit_requests_open" ON "credit_requests" USING btree ("expires_at") WHERE status = 'open';
CREATE INDEX "grants_by_subject" ON "grants" USING btree ("team_id","subject");
CREATE UNIQUE INDEX "jobs_by_request" ON "jobs" USING btree ("team_id","platform","request_key");
CREATE INDEX "jobs_by_person" ON "jobs" USING btree ("team_id","person_id","created_at");
CREATE INDEX "jobs_open" ON "jobs" USING btree ("team_id","person_id") WHERE open;
CREATE INDEX "ledger_by_person" ON "ledger" USING btree ("team_id","person_id","held_at");
CREATE INDEX "ledger_overruns" ON "ledger" USING btree ("team_id","at") WHERE kind = 'overrun';
CREATE INDEX "proposals_expired" ON "proposals" USING btree ("expires_at");
CREATE INDEX "render_times_by_model" ON "render_times" USING btree ("provider","model","quality","seconds","at");
CREATE INDEX "schedule_due" ON "schedule" USING btree ("lane","provider","due_at");
CREATE INDEX "teams_digest" ON "teams" USING btree ("digest_due_at") WHERE digest_due_at is not null;
CREATE UNIQUE INDEX "workspaces_by_platform" ON "workspaces" USING btree ("platform","workspace_id");

-- 0001_append_only
-- What the books say is never changed, only added to: whoever could change it could hide it.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER "ledger_append_only" BEFORE UPDATE OR DELETE ON "ledger" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();

CREATE TRIGGER "audit_log_append_only" BEFORE UPDATE OR DELETE ON "audit_log" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();

-- 0002_forgetting
CREATE TABLE "forgotten_files" (
	"key" text PRIMARY KEY NOT NULL,
	"due_at" timestamp with time zone NOT NULL
);

CREATE INDEX "forgotten_files_due" ON "forgotten_files" USING btree ("due_at");
CREATE INDEX "jobs_unforgotten" ON "jobs" USING btree ("created_at") WHERE not open and request -> 'forgotten' is null;
-- Handles of providers lead to prompts and videos; to know them again their digests are enough.
UPDATE "renders" SET "render" = encode(sha256(convert_to("render", 'UTF8')), 'hex');
DELETE FROM "facts" WHERE "key" LIKE 'stray %';

-- 0003_trouble_since
ALTER TABLE "provider_health" ADD COLUMN "since" timestamp with time zone;
-- When it was last reported is all that is known of troubles that go on already.
UPDATE "provider_health" SET "since" = "at";
ALTER TABLE "provider_health" ALTER COLUMN "since" SET NOT NULL;

-- 0004_no_truncate
-- Emptying a table is a change of what it says, too.
CREATE TRIGGER "ledger_not_emptied" BEFORE TRUNCATE ON "ledger" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

CREATE TRIGGER "audit_log_not_emptied" BEFORE TRUNCATE ON "audit_log" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- 0005_ledger_by_team
CREATE INDEX "ledger_by_team" ON "ledger" USING btree ("team_id","held_at");

-- 0006_losses
DROP INDEX "ledger_overruns";
CREATE INDEX "ledger_at_operators_cost" ON "ledger" USING btree ("team_id","at") WHERE kind in ('overrun', 'loss');

-- 0007_provider_balances
CREATE TABLE "provider_balances" (
	"provider" text PRIMARY KEY NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"credits" double precision,
	"looked_at" timestamp with time zone,
	"low" boolean DEFAULT false NOT NULL
);

-- 0008_check_failures
CREATE TABLE "check_failures" (
	"provider" text PRIMARY KEY NOT NULL,
	"trouble" text NOT NULL,
	"consecutive_failures" smallint NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"circuit_open_until" timestamp with time zone
);

-- 0009_plan_gates
CREATE TABLE "plan_gates" (
	"provider" text NOT NULL,
	"key_hash" text NOT NULL,
	"model" text NOT NULL,
	"demands" jsonb NOT NULL,
	"plan" text,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "plan_gates_provider_key_hash_model_demands_pk" PRIMARY KEY("provider","key_hash","model","demands")
);

insert into drizzle.__drizzle_migrations (hash, created_at) values
('e74f30942f6a2a5683eabfa5c5f8d7aab58b09c60e4b95c3bba855b961a59c02', 1795386159562),
('c00e259cb525ec9d27138bc3779ae35ad67aeb068537d58b693ba4074bc6f0f6', 1795386160118),
('dd3cce66f0beaa45d9d4333cf83ab83558a85c2f4f91a620c5aa6aa6998c3ae6', 1795389306588),
('8591dcf71d52a92cd3aca19c4352adef38237cdc409175539ef38dcb0c3e846b', 1795390752958),
('62bc9c94dc665f5c34b7defbffff04ed9548df76101bf396ebcc1f210a94d96f', 1795392262688),
('93f87d5418cf0970c975841c0bbb433e02ae19770062af986f8149c38baec4d9', 1795392263685),
('d253f2ea005cd0804649596e6d01543fd3492a549060ade767e811f25f956c93', 1796029085472),
('761911e7a5a2c12a550979fedd7b01fc01ea159f54660efc9cea089b7cd68ac7', 1796042297638),
('1e30aa297f2948e755bd99a9103369e69ffa380a6a48a0a2bc6e1b4cc53a76c7', 1796042534516),
('7dbd6fc5e6cdef3644c335a79c42a2851c6393d6130b06fc7cbf2353886cf942', 1796042766295);

insert into "accounts" ("team_id", "platform", "account_id", "person_id") values
('discord:shared:1572582144310509580', 'discord', '1572582144310509583', 'slack:U01000010NU');

insert into "asks" ("platform", "key", "ask", "due_at", "received_at", "attempts") values
('chat', 'ask-6', '{}', NULL, '2026-11-18 12:03:28.09+00', '0'),
('chat', 'key-collecting', '{"at": 1795003414090, "key": "key-collecting", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "collecting"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": null, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "dan", "name": "Dan"}, "platform": "chat", "workspace": {"id": "w1", "kind": "shared"}}, "message": {"id": "m7", "way": 1}}', NULL, '2026-11-18 12:03:34.09+00', '0'),
('chat', 'key-confirm', '{"at": 1795003385090, "key": "key-confirm", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "confirm"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": null, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "dan", "name": "Dan"}, "platform": "chat", "workspace": {"id": "w1", "kind": "shared"}}, "message": {"id": "m4", "way": 1}}', NULL, '2026-11-18 12:03:05.09+00', '0'),
('chat', 'key-failed', '{"at": 1795003309090, "key": "key-failed", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "failed"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": null, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "dan", "name": "Dan"}, "platform": "chat", "workspace": {"id": "w1", "kind": "shared"}}, "message": {"id": "m1", "way": 1}}', NULL, '2026-11-18 12:01:49.09+00', '0'),
('chat', 'key-find', '{"at": 1795003390090, "key": "key-find", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "find"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": null, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "dan", "name": "Dan"}, "platform": "chat", "workspace": {"id": "w1", "kind": "shared"}}, "message": {"id": "m5", "way": 1}}', NULL, '2026-11-18 12:03:10.09+00', '0'),
('chat', 'key-kept', '{"at": 1795003416090, "key": "key-kept", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "kept"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": null, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "dan", "name": "Dan"}, "platform": "chat", "workspace": {"id": "w1", "kind": "shared"}}, "message": {"id": "m9", "way": 1}}', '2026-11-18 12:05:06.09+00', '2026-11-18 12:03:36.09+00', '0'),
('chat', 'key-overdue', '{"at": 1795003315090, "key": "key-overdue", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "overdue"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": null, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "dan", "name": "Dan"}, "platform": "chat", "workspace": {"id": "w1", "kind": "shared"}}, "message": {"id": "m2", "way": 1}}', NULL, '2026-11-18 12:01:55.09+00', '0'),
('chat', 'key-rendering', '{"at": 1795003416090, "key": "key-rendering", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "rendering"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": null, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "dan", "name": "Dan"}, "platform": "chat", "workspace": {"id": "w1", "kind": "shared"}}, "message": {"id": "m8", "way": 1}}', NULL, '2026-11-18 12:03:36.09+00', '0'),
('chat', 'key-submitting', '{"at": 1795003416090, "key": "key-submitting", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "submitting"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": null, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "dan", "name": "Dan"}, "platform": "chat", "workspace": {"id": "w1", "kind": "shared"}}, "message": {"id": "m10", "way": 1}}', NULL, '2026-11-18 12:03:36.09+00', '0'),
('chat', 'key-unconfirmed', '{"at": 1795003385090, "key": "key-unconfirmed", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "unconfirmed"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": null, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "dan", "name": "Dan"}, "platform": "chat", "workspace": {"id": "w1", "kind": "shared"}}, "message": {"id": "m3", "way": 1}}', NULL, '2026-11-18 12:03:05.09+00', '0'),
('chat', 'key-waiting', '{"at": 1795003416090, "key": "key-waiting", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "waiting"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": null, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "dan", "name": "Dan"}, "platform": "chat", "workspace": {"id": "w1", "kind": "shared"}}, "message": {"id": "m11", "way": 1}}', NULL, '2026-11-18 12:03:36.09+00', '0'),
('discord', '1572582144323092498', '{"at": 1795003200370, "key": "1572582144323092498", "want": {"act": {"act": "link", "code": null}, "type": "admin"}, "asker": {"admin": true, "roles": [], "person": {"id": "1572582144310509585", "name": "Eve"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "token-only", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjE0NDMyMzA5MjQ5ODpnMXJIWHdtemdfUkNmNzM3bWNXbEo1Wkc2X1k0Njhpeg", "userId": "1572582144310509585", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": true, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004100370, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:00:00.37+00', '0'),
('discord', '1572582144818020372', '{"at": 1795003200488, "key": "1572582144818020372", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a tide"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509583", "name": "Ada"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjE0NDgxODAyMDM3MjpNeUhhYVg1YlhJZE5EZko1dm1zWm1OYzV1Vmt2d29mdA", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004100488, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:00:00.488+00', '0'),
('discord', '1572582395943583768', '{"at": 1795003260361, "key": "1572582395943583768", "want": {"act": {"act": "set", "for": {"kind": "team"}, "change": {"allowance": {"per": "week", "kind": "credits", "credits": 2400}}, "reason": ""}, "type": "admin"}, "asker": {"admin": true, "roles": [], "person": {"id": "1572582144310509585", "name": "Eve"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "token-only", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjM5NTk0MzU4Mzc2ODpEZVdHeC1BaDhUN2NGX21KLW1XRUVDZklGcjdhUWs4aQ", "userId": "1572582144310509585", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": true, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004160361, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:00.361+00', '0'),
('discord', '1572582395981332506', '{"at": 1795003260370, "key": "1572582395981332506", "want": {"act": {"act": "set", "for": {"id": "1572582144310509584", "kind": "person"}, "change": {"allowance": {"per": "day", "kind": "credits", "credits": 100}}, "reason": ""}, "type": "admin"}, "asker": {"admin": true, "roles": [], "person": {"id": "1572582144310509585", "name": "Eve"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "token-only", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjM5NTk4MTMzMjUwNjpwc0hLNWxhQ19XWWV6Qm9GTy1DNFRXTFd6YkNES2xkaw", "userId": "1572582144310509585", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": true, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004160370, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:00.37+00', '0'),
('discord', '1572582395998109724', '{"at": 1795003260374, "key": "1572582395998109724", "want": {"act": {"to": {"id": "1572582144310509583", "kind": "person"}, "act": "grant", "days": null, "reason": "the trailer", "credits": 300}, "type": "admin"}, "asker": {"admin": true, "roles": [], "person": {"id": "1572582144310509585", "name": "Eve"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "token-only", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjM5NTk5ODEwOTcyNDo0dml5aHRzSTh3Q1doU1c1X1BuaGM4cXZvTU9JQTB0aA", "userId": "1572582144310509585", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": true, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004160374, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:00.374+00', '0'),
('discord', '1572582396031664158', '{"at": 1795003260382, "key": "1572582396031664158", "want": {"act": {"act": "words", "change": "add", "pattern": "fox*"}, "type": "admin"}, "asker": {"admin": true, "roles": [], "person": {"id": "1572582144310509585", "name": "Eve"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "token-only", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjM5NjAzMTY2NDE1ODpQMEdkUUV4ZEdNdVkyWnpxVmhZckpoZ3V1VjFlQ2pnVQ", "userId": "1572582144310509585", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": true, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004160382, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:00.382+00', '0'),
('discord', '1572582396044247072', '{"at": 1795003260385, "key": "1572582396044247072", "want": {"act": {"act": "digest", "channel": "1572582144310509582"}, "type": "admin"}, "asker": {"admin": true, "roles": [], "person": {"id": "1572582144310509585", "name": "Eve"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "token-only", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjM5NjA0NDI0NzA3MjpZdGVPRFI3N0otcW1kXzNfSWx2WU5QV1o2M2xmQWptYQ", "userId": "1572582144310509585", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": true, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004160385, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:00.385+00', '0'),
('discord', '1572582396098773027', '{"at": 1795003260398, "key": "1572582396098773027", "want": {"act": {"act": "admins", "change": "add", "person": "1572582144310509584"}, "type": "admin"}, "asker": {"admin": true, "roles": [], "person": {"id": "1572582144310509585", "name": "Eve"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "token-only", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjM5NjA5ODc3MzAyNzpsNERGeV9jNjdWNTVleGJFeXpCWUVsenBPbk1NelF6Tg", "userId": "1572582144310509585", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": true, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004160398, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:00.398+00', '0'),
('discord', '1572582396157493285', '{"at": 1795003260412, "key": "1572582396157493285", "want": {"type": "prefer", "settings": {"sound": null, "aspect": null, "quality": "std", "seconds": 4, "guidance": null}}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509583", "name": "Ada"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "token-only", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjM5NjE1NzQ5MzI4NTpxZmNya051M0hSYTBlR3hLM1JfRlJ4Z3p3XzJqS2Z0Nw", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": true, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004160412, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:00.412+00', '0'),
('discord', '1572582396195242023', '{"at": 1795003260421, "key": "1572582396195242023", "want": {"code": "WYSS4-7JQDF", "type": "link"}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509583", "name": "Ada"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "token-only", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjM5NjE5NTI0MjAyMzpwNWR2T3dfQWJDT2ZxenlpTmZlVHQzS1pjRHhZaUowaw", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": true, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004160421, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:00.421+00', '0'),
('discord', '1572582396224602153', '{"at": 1795003260428, "key": "1572582396224602153", "want": {"act": {"act": "link", "code": null}, "type": "admin"}, "asker": {"admin": true, "roles": [], "person": {"id": "1572582144310509585", "name": "Eve"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "token-only", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjM5NjIyNDYwMjE1MzpfR2NWVEdoUnctSUd1SFJkRE9LVm9aWDlLb1ZZX29rVA", "userId": "1572582144310509585", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": true, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004160428, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:00.428+00', '0'),
('discord', '1572582396237185067', '{"at": 1795003260431, "key": "1572582396237185067", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a bridge"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509583", "name": "Ada"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjM5NjIzNzE4NTA2Nzo2U0NmalBKVnIwOUJmLUpDZjNVcjJKWkkzRE1LVEFmaQ", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004160431, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:00.431+00', '0'),
('discord', '1572582518786359343', '{"at": 1795003289649, "key": "1572582518786359343", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a canal"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509584", "name": "Bob"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjUxODc4NjM1OTM0MzpDNDgxZnhkVWYtVndFSE9NdUhlS28xdHlEMVVKLVEzQw", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004189649, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:29.649+00', '0'),
('discord', '1572582518803136561', '{"at": 1795003289653, "key": "1572582518803136561", "want": {"type": "accept", "proposal": "Ug0WqWUL2nMB8qDch-X7PR"}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509584", "name": "Bob"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "press", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjUxODgwMzEzNjU2MTptbkc4X2hMaTdaVHVEZ3RzS1RmU3M1NW5scDlYNU1OSw", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582518786359344", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004189653, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:29.653+00', '0'),
('discord', '1572582518840885299', '{"at": 1795003289662, "key": "1572582518840885299", "want": {"type": "accept", "proposal": "o1g4OSQm3qvVEhzIFUpmER"}, "asker": {"admin": true, "roles": [], "person": {"id": "1572582144310509585", "name": "Eve"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "press", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjUxODg0MDg4NTI5OTo5U0kwQmZMYVJ0cDB3Mnp3TEJxQ0dmdUhTS3hTYlhNMQ", "userId": "1572582144310509585", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582518832496690", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004189662, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:29.662+00', '0'),
('discord', '1572582599505739830', '{"at": 1795003308894, "key": "1572582599505739830", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a meadow"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509584", "name": "Bob"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTUwNTczOTgzMDpPUlQ2b25JWGtwY01MRDBub3BUdTVka1ozOWhWWFl0Sw", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208894, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:48.894+00', '0'),
('discord', '1572582599539294264', '{"at": 1795003308902, "key": "1572582599539294264", "want": {"type": "accept", "proposal": "qheU3ZUNKbCQetrGX2ar9X"}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509584", "name": "Bob"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "press", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTUzOTI5NDI2NDotOWsxZDJ6WVo3RHJDc3N6S3VVQks1Y1BrdTRsS24tcg", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582599518322743", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208902, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:48.902+00', '0'),
('discord', '1572582599564460090', '{"at": 1795003308908, "key": "1572582599564460090", "want": {"type": "confirm-over", "credits": 100}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509583", "name": "Ada"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "token-only", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTU2NDQ2MDA5MDpaNGFsMVhKYjJRV3BDb3lkbWRDTngwUXJrX2R5ZWNVYQ", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": true, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208908, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:48.908+00', '0'),
('discord', '1572582599572848700', '{"at": 1795003308910, "key": "1572582599572848700", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a forest"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509583", "name": "Ada"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTU3Mjg0ODcwMDpKSFgxQklXZHZwV081c0dTVDVpazZXUzhIOVBtR0dDWg", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208910, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:48.91+00', '0'),
('discord', '1572582599589625918', '{"at": 1795003308914, "key": "1572582599589625918", "want": {"type": "confirm-over", "credits": 9999}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509583", "name": "Ada"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "token-only", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTU4OTYyNTkxODp5S1h3bFI2V09aNmF6c3p6XzVFWEIzT2Z2SjV6emJOag", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": true, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208914, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:48.914+00', '0'),
('discord', '1572582599598014528', '{"at": 1795003308916, "key": "1572582599598014528", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a ship that slowly sinks 0"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509583", "name": "Ada"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTU5ODAxNDUyODp3ZGVXb0hLcHhHZ2Z2d1l5VkwwWGt0TUJ4S2FTSFdscA", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208916, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:48.916+00', '0'),
('discord', '1572582599618986050', '{"at": 1795003308921, "key": "1572582599618986050", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a ship that slowly sinks 2"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509583", "name": "Ada"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTYxODk4NjA1MDpzdmJZTXVvSGVLWXktQ2ljS2c2SFlKTzRXck9MTTdheA", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208921, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:48.921+00', '0'),
('discord', '1572582599635763268', '{"at": 1795003308925, "key": "1572582599635763268", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a ship that slowly sinks 4"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509583", "name": "Ada"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTYzNTc2MzI2ODpfR2s4SkFYdzBKd0JvT1duaFg2Nm55RkNRX1A4U1VjVQ", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": null, "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208925, "attachmentSizeLimit": 10485760}}', NULL, '2026-11-18 12:01:48.925+00', '0'),
('slack', '1795003200420.1.9d065d8d2f9ebd0d2dd8e88d281c1c3c', '{"at": 1795003200437, "key": "1795003200420.1.9d065d8d2f9ebd0d2dd8e88d281c1c3c", "want": {"act": {"act": "link", "code": "RJM53-3VY8R"}, "type": "admin"}, "asker": {"admin": true, "roles": [], "person": {"id": "U0100001CVS", "name": "Eve"}, "channel": "C0100000UJV", "platform": "slack", "workspace": {"id": "T0100000C7Y", "kind": "shared"}}, "message": {"ts": null, "kind": "command", "teamId": "T0100000C7Y", "upload": null, "userId": "U0100001CVS", "movedTo": null, "private": false, "threadTs": null, "usesLeft": 5, "channelId": "C0100000UJV", "expiresAt": 1795005000437, "responseUrl": "http://127.0.0.1:43191/commands/T0100000C7Y/1/bb2426d09bbdf10ef7d47889", "enterpriseId": null}}', NULL, '2026-11-18 12:00:00.437+00', '0'),
('slack', '1795003232208.2.26502f37eda506d4683deb078d0e565a', '{"at": 1795003232214, "key": "1795003232208.2.26502f37eda506d4683deb078d0e565a", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a market"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "U01000010NU", "name": "Ada"}, "channel": "C0100000UJV", "platform": "slack", "workspace": {"id": "T0100000C7Y", "kind": "shared"}}, "message": {"ts": null, "kind": "command", "teamId": "T0100000C7Y", "upload": null, "userId": "U01000010NU", "movedTo": null, "private": false, "threadTs": null, "usesLeft": 5, "channelId": "C0100000UJV", "expiresAt": 1795005032216, "responseUrl": "http://127.0.0.1:43191/commands/T0100000C7Y/2/b70520023f7d24638213f611", "enterpriseId": null}}', NULL, '2026-11-18 12:00:32.214+00', '0'),
('slack', '1795003260349.3.bafb97466010ff432e0db1d4dfdb81ef', '{"at": 1795003260351, "key": "1795003260349.3.bafb97466010ff432e0db1d4dfdb81ef", "want": {"act": {"act": "pool", "change": {"allowance": {"per": "month", "kind": "credits", "credits": 20000}}, "reason": ""}, "type": "admin"}, "asker": {"admin": true, "roles": [], "person": {"id": "U0100001CVS", "name": "Eve"}, "channel": "C0100000UJV", "platform": "slack", "workspace": {"id": "T0100000C7Y", "kind": "shared"}}, "message": {"ts": null, "kind": "command", "teamId": "T0100000C7Y", "upload": null, "userId": "U0100001CVS", "movedTo": null, "private": false, "threadTs": null, "usesLeft": 5, "channelId": "C0100000UJV", "expiresAt": 1795005060351, "responseUrl": "http://127.0.0.1:43191/commands/T0100000C7Y/3/4d8e443b84f5877acec1293e", "enterpriseId": null}}', NULL, '2026-11-18 12:01:00.351+00', '0'),
('slack', '1795003260378.4.b7cd5468ea1b89b20972f27146ed64af', '{"at": 1795003260379, "key": "1795003260378.4.b7cd5468ea1b89b20972f27146ed64af", "want": {"act": {"to": {"kind": "team"}, "act": "grant", "days": null, "reason": "a launch", "credits": 500}, "type": "admin"}, "asker": {"admin": true, "roles": [], "person": {"id": "U0100001CVS", "name": "Eve"}, "channel": "C0100000UJV", "platform": "slack", "workspace": {"id": "T0100000C7Y", "kind": "shared"}}, "message": {"ts": null, "kind": "command", "teamId": "T0100000C7Y", "upload": null, "userId": "U0100001CVS", "movedTo": null, "private": false, "threadTs": null, "usesLeft": 5, "channelId": "C0100000UJV", "expiresAt": 1795005060379, "responseUrl": "http://127.0.0.1:43191/commands/T0100000C7Y/4/4aeff6105fe97acf920722e2", "enterpriseId": null}}', NULL, '2026-11-18 12:01:00.379+00', '0'),
('slack', '1795003260405.5.75eb27570fc67c520601fa7a571c4426', '{"at": 1795003260407, "key": "1795003260405.5.75eb27570fc67c520601fa7a571c4426", "want": {"act": {"act": "set", "for": {"id": "U01000016RT", "kind": "person"}, "change": {"allowance": {"per": "day", "kind": "credits", "credits": 1}}, "reason": ""}, "type": "admin"}, "asker": {"admin": false, "roles": [], "person": {"id": "U01000016RT", "name": "Bob"}, "channel": "C0100000UJV", "platform": "slack", "workspace": {"id": "T0100000C7Y", "kind": "shared"}}, "message": {"ts": null, "kind": "command", "teamId": "T0100000C7Y", "upload": null, "userId": "U01000016RT", "movedTo": null, "private": false, "threadTs": null, "usesLeft": 5, "channelId": "C0100000UJV", "expiresAt": 1795005060407, "responseUrl": "http://127.0.0.1:43191/commands/T0100000C7Y/5/4eb3b3af7abc2271ff763213", "enterpriseId": null}}', NULL, '2026-11-18 12:01:00.407+00', '0'),
('slack', '1795003260414.6.2af3af90982ebeeb7774a432bdf4f75e', '{"at": 1795003260418, "key": "1795003260414.6.2af3af90982ebeeb7774a432bdf4f75e", "want": {"code": null, "type": "link"}, "asker": {"admin": false, "roles": [], "person": {"id": "U01000010NU", "name": "Ada"}, "channel": "C0100000UJV", "platform": "slack", "workspace": {"id": "T0100000C7Y", "kind": "shared"}}, "message": {"ts": null, "kind": "command", "teamId": "T0100000C7Y", "upload": null, "userId": "U01000010NU", "movedTo": null, "private": false, "threadTs": null, "usesLeft": 5, "channelId": "C0100000UJV", "expiresAt": 1795005060418, "responseUrl": "http://127.0.0.1:43191/commands/T0100000C7Y/6/221b58a004ce15d1d487347d", "enterpriseId": null}}', NULL, '2026-11-18 12:01:00.418+00', '0'),
('slack', '1795003308884.7.711baabd8dd562892a4589157f19e4a3', '{"at": 1795003308885, "key": "1795003308884.7.711baabd8dd562892a4589157f19e4a3", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a glacier"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "U01000016RT", "name": "Bob"}, "channel": "C0100000UJV", "platform": "slack", "workspace": {"id": "T0100000C7Y", "kind": "shared"}}, "message": {"ts": null, "kind": "command", "teamId": "T0100000C7Y", "upload": null, "userId": "U01000016RT", "movedTo": null, "private": false, "threadTs": null, "usesLeft": 5, "channelId": "C0100000UJV", "expiresAt": 1795005108885, "responseUrl": "http://127.0.0.1:43191/commands/T0100000C7Y/7/4c6ae68fe625509997278416", "enterpriseId": null}}', NULL, '2026-11-18 12:01:48.885+00', '0'),
('slack', '1795003308917.8.dba42e944c386f6c1be507b34427ab2c', '{"at": 1795003308918, "key": "1795003308917.8.dba42e944c386f6c1be507b34427ab2c", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a ship that slowly sinks 1"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "U01000010NU", "name": "Ada"}, "channel": "C0100000UJV", "platform": "slack", "workspace": {"id": "T0100000C7Y", "kind": "shared"}}, "message": {"ts": null, "kind": "command", "teamId": "T0100000C7Y", "upload": null, "userId": "U01000010NU", "movedTo": null, "private": false, "threadTs": null, "usesLeft": 5, "channelId": "C0100000UJV", "expiresAt": 1795005108918, "responseUrl": "http://127.0.0.1:43191/commands/T0100000C7Y/8/39f3a7a92fa17ce47a272863", "enterpriseId": null}}', NULL, '2026-11-18 12:01:48.918+00', '0'),
('slack', '1795003308922.9.623d6e91a3fce7af932b2da57330f948', '{"at": 1795003308923, "key": "1795003308922.9.623d6e91a3fce7af932b2da57330f948", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a ship that slowly sinks 3"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "U01000010NU", "name": "Ada"}, "channel": "C0100000UJV", "platform": "slack", "workspace": {"id": "T0100000C7Y", "kind": "shared"}}, "message": {"ts": null, "kind": "command", "teamId": "T0100000C7Y", "upload": null, "userId": "U01000010NU", "movedTo": null, "private": false, "threadTs": null, "usesLeft": 5, "channelId": "C0100000UJV", "expiresAt": 1795005108923, "responseUrl": "http://127.0.0.1:43191/commands/T0100000C7Y/9/34013ab34f0dfef3a01cc3c9", "enterpriseId": null}}', NULL, '2026-11-18 12:01:48.923+00', '0'),
('slack', '1795003308927.10.b9b93b3c25a1947744d11262e5ffb2b0', '{"at": 1795003308930, "key": "1795003308927.10.b9b93b3c25a1947744d11262e5ffb2b0", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a ship that slowly sinks 5"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}}, "asker": {"admin": false, "roles": [], "person": {"id": "U01000010NU", "name": "Ada"}, "channel": "C0100000UJV", "platform": "slack", "workspace": {"id": "T0100000C7Y", "kind": "shared"}}, "message": {"ts": null, "kind": "command", "teamId": "T0100000C7Y", "upload": null, "userId": "U01000010NU", "movedTo": null, "private": false, "threadTs": null, "usesLeft": 5, "channelId": "C0100000UJV", "expiresAt": 1795005108930, "responseUrl": "http://127.0.0.1:43191/commands/T0100000C7Y/10/a14c5c78d0d1a9c2e130a7d4", "enterpriseId": null}}', NULL, '2026-11-18 12:01:48.93+00', '0'),
('slack', '1795003308939.11.0bfc065e058214c2ce94a8e0e889a0a8', '{"at": 1795003308941, "key": "1795003308939.11.0bfc065e058214c2ce94a8e0e889a0a8", "want": {"job": "01a1ee88-db86-77bd-a689-338eb9b53f69", "type": "press", "action": "cancel"}, "asker": {"admin": false, "roles": [], "person": {"id": "U01000010NU", "name": "Ada"}, "channel": "C0100000UJV", "platform": "slack", "workspace": {"id": "T0100000C7Y", "kind": "shared"}}, "message": {"ts": "1795003308.939000", "kind": "press", "teamId": "T0100000C7Y", "upload": null, "userId": "U01000010NU", "movedTo": null, "private": false, "threadTs": null, "usesLeft": 5, "channelId": "C0100000UJV", "expiresAt": 1795005108941, "responseUrl": "http://127.0.0.1:43191/actions/T0100000C7Y/11/44f86dbf93df4887eb97fab1", "enterpriseId": null}}', NULL, '2026-11-18 12:01:48.941+00', '0');

insert into "audit_log" ("team_id", "seq", "at", "actor", "action", "outcome", "target", "before", "after", "reason", "previous", "digest") values
('chat:shared:w1', '1', '2026-11-18 12:03:34.09+00', 'chat:fay', 'forget', 'done', 'chat:fay', NULL, '{"videos": 1}', '', '', 'a3af7e0bb11998bbc573a3975beb91dee594a11481749d2b43bba886b784e8a6'),
('discord:shared:1572582144310509580', '1', '2026-11-18 12:00:00.403+00', 'discord:1572582144310509585', 'link-code', 'done', 'discord:1572582144310509580', NULL, '{"until": "2026-11-18T12:15:00.402Z"}', '', '', 'f2249692f035ea0e30e8b96d3033c30054f6c5f97fd63fa24002bb247eff764a'),
('discord:shared:1572582144310509580', '10', '2026-11-18 12:01:00.403+00', 'discord:1572582144310509585', 'admins', 'done', 'discord:1572582144310509584', '{"admins": []}', '{"admins": [{"id": "1572582144310509584", "platform": "discord"}]}', '', '74e3e8a8b70fe42c9eae01e74e882c466afc61caed6ec5f1b4b6d379644e7d24', 'f6328ea18cbf4fd335b04a740a44ec285b7a5b3012661bba9e71e99bbff858ff'),
('discord:shared:1572582144310509580', '11', '2026-11-18 12:01:00.41+00', 'slack:U01000016RT', 'set', 'refused', 'slack:U01000016RT', NULL, NULL, '', 'f6328ea18cbf4fd335b04a740a44ec285b7a5b3012661bba9e71e99bbff858ff', 'ea6083e8ea31c688edefaa6bb3fa6608086fc420b0a3d7ad1166f0339dee78cc'),
('discord:shared:1572582144310509580', '12', '2026-11-18 12:01:00.419+00', 'slack:U01000010NU', 'link-account-code', 'done', 'slack:U01000010NU', NULL, '{"until": "2026-11-18T12:16:00.419Z"}', '', 'ea6083e8ea31c688edefaa6bb3fa6608086fc420b0a3d7ad1166f0339dee78cc', '2974520a1c7f8fab41df6dccaa7f4120c76905d68cb89ee47caf59bd758f1866'),
('discord:shared:1572582144310509580', '13', '2026-11-18 12:01:00.422+00', 'discord:1572582144310509583', 'link-account', 'done', 'discord:1572582144310509583', NULL, '{"person": "slack:U01000010NU"}', '', '2974520a1c7f8fab41df6dccaa7f4120c76905d68cb89ee47caf59bd758f1866', 'fd9bb639a6c8fa9380b22137a25847e356f1e127e6917ffe3aa6e29a6957a8ed'),
('discord:shared:1572582144310509580', '14', '2026-11-18 12:01:00.43+00', 'discord:1572582144310509585', 'link-code', 'done', 'discord:1572582144310509580', NULL, '{"until": "2026-11-18T12:16:00.430Z"}', '', 'fd9bb639a6c8fa9380b22137a25847e356f1e127e6917ffe3aa6e29a6957a8ed', '341ad13a31846aec62ed594a0defc6f9bc589de96892d43c4d6122fd87cad319'),
('discord:shared:1572582144310509580', '15', '2026-11-18 12:01:29.666+00', 'discord:1572582144310509585', 'grant', 'done', 'discord:1572582144310509584', NULL, '{"grant": "WlM4loDq1lIvNjZeoLcS27-own", "credits": 80, "expiresAt": "2026-11-25T12:01:29.666Z"}', '80 credits were asked for', '341ad13a31846aec62ed594a0defc6f9bc589de96892d43c4d6122fd87cad319', '66225aa9e7465fde48ed90d3befed10eaf2757d2c60d34eef7a5f7ae01e27e6f'),
('discord:shared:1572582144310509580', '2', '2026-11-18 12:00:00.466+00', 'slack:U0100001CVS', 'link', 'done', 'slack:T0100000C7Y', NULL, '{"joined": "slack:shared:T0100000C7Y"}', '', 'f2249692f035ea0e30e8b96d3033c30054f6c5f97fd63fa24002bb247eff764a', '8a2d01cef244e5b2ff8450285d9318f13f2514b4a4cc86b7ad977349ff3dcb0c'),
('discord:shared:1572582144310509580', '3', '2026-11-18 12:01:00.358+00', 'slack:U0100001CVS', 'pool', 'done', 'pool', '{}', '{"allowance": {"per": "month", "kind": "credits", "credits": 20000}}', '', '8a2d01cef244e5b2ff8450285d9318f13f2514b4a4cc86b7ad977349ff3dcb0c', '20b51c50d5df608a81ac3aa8ae453c582246d1dbba779d2589b1c5d7868a7e60'),
('discord:shared:1572582144310509580', '4', '2026-11-18 12:01:00.366+00', 'discord:1572582144310509585', 'set', 'done', 'team', '{}', '{"allowance": {"per": "week", "kind": "credits", "credits": 2400}}', '', '20b51c50d5df608a81ac3aa8ae453c582246d1dbba779d2589b1c5d7868a7e60', '4789b109769e54fcca342103e60ace9c4a9197ec70c88fb73b99590a3f1483e2'),
('discord:shared:1572582144310509580', '5', '2026-11-18 12:01:00.372+00', 'discord:1572582144310509585', 'set', 'done', 'discord:1572582144310509584', '{}', '{"allowance": {"per": "day", "kind": "credits", "credits": 100}}', '', '4789b109769e54fcca342103e60ace9c4a9197ec70c88fb73b99590a3f1483e2', '6275e2ba0eb85d11999d6a0d2a54ee2c2f493c73a442c6a5bb0e01bbe9427119'),
('discord:shared:1572582144310509580', '6', '2026-11-18 12:01:00.376+00', 'discord:1572582144310509585', 'grant', 'done', 'discord:1572582144310509583', NULL, '{"grant": "NS2oRInXK0zq", "credits": 300, "expiresAt": null}', 'the trailer', '6275e2ba0eb85d11999d6a0d2a54ee2c2f493c73a442c6a5bb0e01bbe9427119', '5d43c1e93fc87af84393c6e3c543c8119e29d83d03e3e8656b187a0a9b47af0e'),
('discord:shared:1572582144310509580', '7', '2026-11-18 12:01:00.381+00', 'slack:U0100001CVS', 'grant', 'done', 'pool', NULL, '{"grant": "gDoBNNLymPQe", "credits": 500, "expiresAt": null}', 'a launch', '5d43c1e93fc87af84393c6e3c543c8119e29d83d03e3e8656b187a0a9b47af0e', '8b61355a57d1fafa2f49f175bb237996933c676a9d4984211b73653b89cc80ea'),
('discord:shared:1572582144310509580', '8', '2026-11-18 12:01:00.383+00', 'discord:1572582144310509585', 'words', 'done', 'fox*', '{"words": []}', '{"words": ["fox*"]}', '', '8b61355a57d1fafa2f49f175bb237996933c676a9d4984211b73653b89cc80ea', '74c3657f5b6a11b52609ed34bafef40a64ed1f990c07ea84f65afc229391eaed'),
('discord:shared:1572582144310509580', '9', '2026-11-18 12:01:00.392+00', 'discord:1572582144310509585', 'digest', 'done', 'channel:discord:1572582144310509582', '{"digest": null}', '{"digest": {"id": "1572582144310509582", "platform": "discord", "workspace": "1572582144310509580"}}', '', '74c3657f5b6a11b52609ed34bafef40a64ed1f990c07ea84f65afc229391eaed', '74e3e8a8b70fe42c9eae01e74e882c466afc61caed6ec5f1b4b6d379644e7d24'),
('slack:shared:T0100000C7Y', '1', '2026-11-18 12:00:00.466+00', 'slack:U0100001CVS', 'link', 'done', 'slack:T0100000C7Y', NULL, '{"team": "discord:shared:1572582144310509580"}', '', '', 'baafeb771b0ddb399406d34a0c9e78ed07cada272f732dc3522b8f469db0ad03');

insert into "balances" ("team_id", "subject", "per", "starts_at", "ends_at", "held", "charged") values
('chat:shared:w1', 'chat:dan', 'day', '2026-11-18 00:00:00+00', '2026-11-19 00:00:00+00', '800', '0'),
('chat:shared:w1', 'chat:dan', 'month', '2026-11-01 00:00:00+00', '2026-12-01 00:00:00+00', '800', '0'),
('chat:shared:w1', 'chat:dan', 'week', '2026-11-16 00:00:00+00', '2026-11-23 00:00:00+00', '800', '0'),
('chat:shared:w1', 'chat:fay', 'day', '2026-11-18 00:00:00+00', '2026-11-19 00:00:00+00', '0', '100'),
('chat:shared:w1', 'chat:fay', 'month', '2026-11-01 00:00:00+00', '2026-12-01 00:00:00+00', '0', '100'),
('chat:shared:w1', 'chat:fay', 'week', '2026-11-16 00:00:00+00', '2026-11-23 00:00:00+00', '0', '100'),
('chat:shared:w1', 'pool', 'day', '2026-11-18 00:00:00+00', '2026-11-19 00:00:00+00', '800', '100'),
('chat:shared:w1', 'pool', 'month', '2026-11-01 00:00:00+00', '2026-12-01 00:00:00+00', '800', '100'),
('chat:shared:w1', 'pool', 'week', '2026-11-16 00:00:00+00', '2026-11-23 00:00:00+00', '800', '100'),
('discord:shared:1572582144310509580', 'discord:1572582144310509583', 'day', '2026-11-18 00:00:00+00', '2026-11-19 00:00:00+00', '0', '180'),
('discord:shared:1572582144310509580', 'discord:1572582144310509583', 'month', '2026-11-01 00:00:00+00', '2026-12-01 00:00:00+00', '0', '180'),
('discord:shared:1572582144310509580', 'discord:1572582144310509583', 'week', '2026-11-16 00:00:00+00', '2026-11-23 00:00:00+00', '0', '180'),
('discord:shared:1572582144310509580', 'discord:1572582144310509584', 'day', '2026-11-18 00:00:00+00', '2026-11-19 00:00:00+00', '0', '100'),
('discord:shared:1572582144310509580', 'discord:1572582144310509584', 'month', '2026-11-01 00:00:00+00', '2026-12-01 00:00:00+00', '0', '100'),
('discord:shared:1572582144310509580', 'discord:1572582144310509584', 'week', '2026-11-16 00:00:00+00', '2026-11-23 00:00:00+00', '0', '100'),
('discord:shared:1572582144310509580', 'pool', 'day', '2026-11-18 00:00:00+00', '2026-11-19 00:00:00+00', '1080', '720'),
('discord:shared:1572582144310509580', 'pool', 'month', '2026-11-01 00:00:00+00', '2026-12-01 00:00:00+00', '1080', '720'),
('discord:shared:1572582144310509580', 'pool', 'week', '2026-11-16 00:00:00+00', '2026-11-23 00:00:00+00', '1080', '720'),
('discord:shared:1572582144310509580', 'slack:U01000010NU', 'day', '2026-11-18 00:00:00+00', '2026-11-19 00:00:00+00', '900', '540'),
('discord:shared:1572582144310509580', 'slack:U01000010NU', 'month', '2026-11-01 00:00:00+00', '2026-12-01 00:00:00+00', '900', '540'),
('discord:shared:1572582144310509580', 'slack:U01000010NU', 'week', '2026-11-16 00:00:00+00', '2026-11-23 00:00:00+00', '900', '540'),
('discord:shared:1572582144310509580', 'slack:U01000016RT', 'day', '2026-11-18 00:00:00+00', '2026-11-19 00:00:00+00', '180', '0'),
('discord:shared:1572582144310509580', 'slack:U01000016RT', 'month', '2026-11-01 00:00:00+00', '2026-12-01 00:00:00+00', '180', '0'),
('discord:shared:1572582144310509580', 'slack:U01000016RT', 'week', '2026-11-16 00:00:00+00', '2026-11-23 00:00:00+00', '180', '0');

insert into "cards" ("team_id", "job_id", "platform", "message", "version", "shown", "due_at", "leased_until", "attempts", "rank") values
('chat:shared:w1', 'job-0001', 'chat', '{"id": "m1", "way": 1}', '4', 'dd1DRWSOuewlF1PfiJ4Vl4', NULL, NULL, '0', '1'),
('chat:shared:w1', 'job-0003', 'chat', '{"id": "m2", "way": 1}', '5', 'WXuqbKwUFrTz67g4Ddm6HK', NULL, NULL, '0', '1'),
('chat:shared:w1', 'job-0005', 'chat', '{"id": "m3", "way": 1}', '3', 'HV3LA2VJXCjhLdJhm_RLaV', NULL, NULL, '0', '1'),
('chat:shared:w1', 'job-0007', 'chat', '{"id": "m4", "way": 1}', '5', 'U1zhmE8BNvwdpaU_NyiBBf', '2026-11-18 12:03:36.09+00', NULL, '0', '0'),
('chat:shared:w1', 'job-0009', 'chat', '{"id": "m5", "way": 1}', '5', 'P2SZVUmD-ZnoLHUaTBzfXI', '2026-11-18 12:03:39.09+00', NULL, '0', '1'),
('chat:shared:w1', 'job-0011', 'chat', '{"id": "m6", "way": 1}', '6', 'diN01K9jdQZFTH1z_6P12n', NULL, NULL, '0', '1'),
('chat:shared:w1', 'job-0013', 'chat', '{"id": "m7", "way": 1}', '5', 'XydP8PFzW13lYkNqOHrFzv', NULL, NULL, '0', '1'),
('chat:shared:w1', 'job-0015', 'chat', '{"id": "m8", "way": 1}', '3', 'dg6kQlGoo5QKtz9weVPVWF', '2026-11-18 12:03:41.09+00', NULL, '0', '1'),
('chat:shared:w1', 'job-0017', 'chat', '{"id": "m10", "way": 1}', '2', 'TzO2it8UrhyXzL7h-YfPRi', '2026-11-18 12:03:36.09+00', NULL, '0', '0'),
('chat:shared:w1', 'job-0019', 'chat', '{"id": "m11", "way": 1}', '1', 'YeuF9RJK94ODDaRc6JcUeL', '2026-11-18 12:03:46.09+00', NULL, '0', '1'),
('discord:shared:1572582144310509580', '01a1ee87-3406-70ef-a6c9-9a1e43e2aafd', 'discord', '{"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjE0NDgxODAyMDM3MjpNeUhhYVg1YlhJZE5EZko1dm1zWm1OYzV1Vmt2d29mdA", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582144864157717", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004100488, "attachmentSizeLimit": 10485760}', '5', 'dXq7bon0HLrPZVRLschplW', NULL, NULL, '0', '1'),
('discord:shared:1572582144310509580', '01a1ee87-afec-77a8-8ff8-924efe237b00', 'slack', '{"ts": "1795003232.266000", "kind": "command", "teamId": "T0100000C7Y", "upload": {"state": "shared", "fileId": "F0100001IZR", "channelId": "C0100000UJV", "forStatus": "succeeded", "permalink": "http://127.0.0.1:43191/files/U0100000IBX/F0100001IZR/a-market-fe237b00.mp4"}, "userId": "U01000010NU", "movedTo": null, "private": false, "threadTs": null, "usesLeft": 5, "channelId": "C0100000UJV", "expiresAt": 1795005032216, "responseUrl": "http://127.0.0.1:43191/commands/T0100000C7Y/2/b70520023f7d24638213f611", "enterpriseId": null}', '5', 'dTVeuzgoj5jElEHK0WZQ0S', NULL, NULL, '0', '1'),
('discord:shared:1572582144310509580', '01a1ee88-1e13-76eb-9470-9fa1253e6ade', 'discord', '{"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjM5NjIzNzE4NTA2Nzo2U0NmalBKVnIwOUJmLUpDZjNVcjJKWkkzRE1LVEFmaQ", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582396245573676", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004160431, "attachmentSizeLimit": 10485760}', '5', 'NQrmjnTkEbz9YcXk5vHF5y', NULL, NULL, '0', '1'),
('discord:shared:1572582144310509580', '01a1ee88-9046-7611-8bd3-66c999f25c18', 'discord', '{"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjUxODgwMzEzNjU2MTptbkc4X2hMaTdaVHVEZ3RzS1RmU3M1NW5scDlYNU1OSw", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582518786359344", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004189653, "attachmentSizeLimit": 10485760}', '5', 'uMeHrIRRHIwEuW06mujbOY', NULL, NULL, '0', '1'),
('discord:shared:1572582144310509580', '01a1ee88-db58-76f1-9a60-01d6e0883af6', 'slack', '{"ts": "1795003308.894000", "kind": "command", "teamId": "T0100000C7Y", "upload": null, "userId": "U01000016RT", "movedTo": null, "private": false, "threadTs": null, "usesLeft": 5, "channelId": "C0100000UJV", "expiresAt": 1795005108885, "responseUrl": "http://127.0.0.1:43191/commands/T0100000C7Y/7/4c6ae68fe625509997278416", "enterpriseId": null}', '3', 'YbnlKaCQJiDz4S0aDOQd6B', '2026-11-18 12:01:55.331+00', NULL, '0', '1'),
('discord:shared:1572582144310509580', '01a1ee88-db78-7699-80f6-29ac4d3c7d3e', 'discord', '{"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTU5ODAxNDUyODp3ZGVXb0hLcHhHZ2Z2d1l5VkwwWGt0TUJ4S2FTSFdscA", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582599602208833", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208916, "attachmentSizeLimit": 10485760}', '3', '9xES7zaseoDuo9PwKFvicc', '2026-11-18 12:01:55.331+00', NULL, '0', '1'),
('discord:shared:1572582144310509580', '01a1ee88-db7c-76bc-a772-d743a5fe1a51', 'slack', '{"ts": "1795003308.931000", "kind": "command", "teamId": "T0100000C7Y", "upload": null, "userId": "U01000010NU", "movedTo": null, "private": false, "threadTs": null, "usesLeft": 5, "channelId": "C0100000UJV", "expiresAt": 1795005108918, "responseUrl": "http://127.0.0.1:43191/commands/T0100000C7Y/8/39f3a7a92fa17ce47a272863", "enterpriseId": null}', '3', 'svGcEAEco9tHqgWukWyx-f', '2026-11-18 12:01:55.331+00', NULL, '0', '1'),
('discord:shared:1572582144310509580', '01a1ee88-db7e-728e-9f86-5c756497cd68', 'discord', '{"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTYxODk4NjA1MDpzdmJZTXVvSGVLWXktQ2ljS2c2SFlKTzRXck9MTTdheA", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582599623180355", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208921, "attachmentSizeLimit": 10485760}', '1', 'PLI59TGsPkiAR7NeyL68Sz', '2026-11-18 12:02:01.936+00', NULL, '0', '1'),
('discord:shared:1572582144310509580', '01a1ee88-db80-76c5-8685-5036802c7248', 'slack', '{"ts": "1795003308.937000", "kind": "command", "teamId": "T0100000C7Y", "upload": null, "userId": "U01000010NU", "movedTo": null, "private": false, "threadTs": null, "usesLeft": 5, "channelId": "C0100000UJV", "expiresAt": 1795005108923, "responseUrl": "http://127.0.0.1:43191/commands/T0100000C7Y/9/34013ab34f0dfef3a01cc3c9", "enterpriseId": null}', '1', 'PirSNWZL8n-vWg4qagktAr', '2026-11-18 12:02:02.936+00', NULL, '0', '1'),
('discord:shared:1572582144310509580', '01a1ee88-db85-75a9-9af1-12bf88c56603', 'discord', '{"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTYzNTc2MzI2ODpfR2s4SkFYdzBKd0JvT1duaFg2Nm55RkNRX1A4U1VjVQ", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582599644151877", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208925, "attachmentSizeLimit": 10485760}', '1', 'LF0aJ6LVYnIoXwUV3_L_-e', '2026-11-18 12:02:03.936+00', NULL, '0', '1'),
('discord:shared:1572582144310509580', '01a1ee88-db86-77bd-a689-338eb9b53f69', 'slack', '{"ts": "1795003308.939000", "kind": "command", "teamId": "T0100000C7Y", "upload": null, "userId": "U01000010NU", "movedTo": null, "private": false, "threadTs": null, "usesLeft": 5, "channelId": "C0100000UJV", "expiresAt": 1795005108930, "responseUrl": "http://127.0.0.1:43191/commands/T0100000C7Y/10/a14c5c78d0d1a9c2e130a7d4", "enterpriseId": null}', '2', 'vfiY6rhOChPV83UnNtEuF6', NULL, NULL, '0', '1');

insert into "check_failures" ("provider", "trouble", "consecutive_failures", "since", "at", "circuit_open_until") values
('acedata', 'key-refused', '2', '2026-11-18 12:03:36.09+00', '2026-11-18 12:04:36.09+00', '2026-11-18 12:05:36.09+00');

insert into "credit_requests" ("team_id", "request_id", "person_id", "subject", "credits", "ask", "asked", "status", "decided_by", "granted", "at", "expires_at") values
('discord:shared:1572582144310509580', 'WlM4loDq1lIvNjZeoLcS27', 'discord:1572582144310509584', 'person', '80', '{"at": 1795003289649, "key": "1572582518786359343", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a canal"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}, "agreed": 180}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509584", "name": "Bob"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjUxODgwMzEzNjU2MTptbkc4X2hMaTdaVHVEZ3RzS1RmU3M1NW5scDlYNU1OSw", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582518786359344", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004189653, "attachmentSizeLimit": 10485760}}', '{}', 'approved', 'discord:1572582144310509585', '80', '2026-11-18 12:01:29.657+00', '2026-11-19 12:01:29.657+00'),
('discord:shared:1572582144310509580', 'dd9-rqKjbcCqaI746uxevs', 'discord:1572582144310509584', 'person', '180', '{"at": 1795003308894, "key": "1572582599505739830", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a meadow"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}, "agreed": 180}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509584", "name": "Bob"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTUzOTI5NDI2NDotOWsxZDJ6WVo3RHJDc3N6S3VVQks1Y1BrdTRsS24tcg", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582599518322743", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208902, "attachmentSizeLimit": 10485760}}', '{}', 'open', NULL, NULL, '2026-11-18 12:01:48.905+00', '2026-11-19 12:01:48.905+00');

insert into "draws" ("team_id", "job_id", "grant_id", "held", "charged") values
('discord:shared:1572582144310509580', '01a1ee88-9046-7611-8bd3-66c999f25c18', 'WlM4loDq1lIvNjZeoLcS27-own', '80', '80');

insert into "edit_budgets" ("platform", "key", "left_over", "at") values
('slack', 'C1', '24', '2026-11-18 12:03:36.09+00'),
('slack', 'T0100000C7Y', '17.045666666666666', '2026-11-18 12:01:49.081+00');

insert into "facts" ("key", "value") values
('discord commands', 'abc'),
('discord:commands:1572582143010275329', '6b2ac4cc3ac2b0ed9973ed0a07a600a44166afbbb48678a227526e231fb8cc82'),
('secret mark', 'q1S5f4xT_jDqsKET'),
('stray chat:shared:w1 job-0007 fake 211fc184341de0bdabb38d88129aa4eb4217eee7270933f6485c01a7922307c3', '');

insert into "forgotten_files" ("key", "due_at") values
('6985413b025b55d7b0e1abcad7234c0cd089f19a4bfd0892c7aca39ba40b590f.jpg', '2026-11-18 12:03:34.09+00'),
('7c7eae5924dca89c0b8c5bafacbc55371634de107aa64c0d1a59a52806dd84c0.mp4', '2026-11-18 12:03:34.09+00');

insert into "gates" ("provider", "next_at") values
('crun', '2026-11-18 12:03:36.59+00'),
('fake', '2026-11-18 12:03:20.09+00'),
('happyhorse-app', '2026-11-18 12:01:49.04+00');

insert into "grants" ("team_id", "grant_id", "subject", "credits", "held", "charged", "reason", "granted_by", "at", "expires_at", "revoked_at") values
('discord:shared:1572582144310509580', 'NS2oRInXK0zq', 'slack:U01000010NU', '300', '0', '0', 'the trailer', 'discord:1572582144310509585', '2026-11-18 12:01:00.376+00', NULL, NULL),
('discord:shared:1572582144310509580', 'WlM4loDq1lIvNjZeoLcS27-own', 'discord:1572582144310509584', '80', '0', '80', '80 credits were asked for', 'discord:1572582144310509585', '2026-11-18 12:01:29.666+00', '2026-11-25 12:01:29.666+00', NULL),
('discord:shared:1572582144310509580', 'gDoBNNLymPQe', 'pool', '500', '0', '0', 'a launch', 'slack:U0100001CVS', '2026-11-18 12:01:00.381+00', NULL, NULL);

insert into "installations" ("platform", "workspace_id", "sealed") values
('slack', 'T900', 'YSBzZWNyZXQ=');

insert into "jobs" ("team_id", "job_id", "version", "person_id", "roles", "platform", "request_key", "provider", "model", "quote", "price", "request", "state", "status", "open", "created_at") values
('chat:shared:w1', 'job-0001', '4', 'chat:dan', '[]', 'chat', 'key-failed', 'fake', 'fake-1', '100', '100', '{"scene": {"kind": "text", "prompt": "failed"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 5, "guidance": null}}', '{"at": "2026-11-18T12:01:51.090Z", "lost": 0, "reason": "moderated", "status": "failed", "message": "no", "operation": {"render": "fake-1"}}', 'failed', 'false', '2026-11-18 12:01:49.09+00'),
('chat:shared:w1', 'job-0003', '5', 'chat:dan', '[]', 'chat', 'key-overdue', 'fake', 'fake-1', '100', '100', '{"scene": {"kind": "text", "prompt": "overdue"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 5, "guidance": null}}', '{"since": "2026-11-18T12:01:55.090Z", "status": "overdue", "operation": {"render": "fake-2"}}', 'overdue', 'true', '2026-11-18 12:01:55.09+00'),
('chat:shared:w1', 'job-0005', '3', 'chat:dan', '[]', 'chat', 'key-unconfirmed', 'fake', 'fake-1', '100', '100', '{"scene": {"kind": "text", "prompt": "unconfirmed"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 5, "guidance": null}}', '{"since": "2026-11-18T12:03:05.090Z", "status": "unconfirmed", "attempt": "job-0006"}', 'unconfirmed', 'true', '2026-11-18 12:03:05.09+00'),
('chat:shared:w1', 'job-0007', '5', 'chat:dan', '[]', 'chat', 'key-confirm', 'fake', 'fake-1', '100', '100', '{"scene": {"kind": "text", "prompt": "confirm"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 5, "guidance": null}}', '{"since": "2026-11-18T12:03:36.090Z", "status": "rendering", "progress": null, "operation": {"render": "fake-4"}}', 'rendering', 'true', '2026-11-18 12:03:05.09+00'),
('chat:shared:w1', 'job-0009', '5', 'chat:dan', '[]', 'chat', 'key-find', 'fake', 'fake-1', '100', '100', '{"scene": {"kind": "text", "prompt": "find"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 5, "guidance": null}}', '{"since": "2026-11-18T12:03:20.090Z", "status": "rendering", "notFound": {"since": "2026-11-18T12:03:22.090Z", "times": 2, "until": "2026-11-18T12:03:38.090Z"}, "progress": null, "operation": {"render": "fake-5"}}', 'rendering', 'true', '2026-11-18 12:03:10.09+00'),
('chat:shared:w1', 'job-0011', '6', 'chat:fay', '[]', 'chat', 'ask-6', 'fake', 'fake-1', '100', '100', '{"scene": {"kind": "text", "prompt": ""}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 5, "guidance": null}, "forgotten": "text"}', '{"at": "2026-11-18T12:03:32.090Z", "since": "2026-11-18T12:03:30.090Z", "video": null, "status": "succeeded", "charged": 100, "consumed": null, "operation": null, "renderedAt": "2026-11-18T12:03:32.090Z"}', 'succeeded', 'false', '2026-11-18 12:03:28.09+00'),
('chat:shared:w1', 'job-0013', '5', 'chat:dan', '[]', 'chat', 'key-collecting', 'fake', 'fake-1', '100', '100', '{"scene": {"kind": "text", "prompt": "collecting"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 5, "guidance": null}}', '{"since": "2026-11-18T12:03:34.090Z", "status": "collecting", "setback": {"since": "2026-11-18T12:03:36.090Z", "times": 1, "until": "2026-11-18T12:03:41.090Z", "reason": "not-saved", "firstAt": "2026-11-18T12:03:36.090Z"}, "consumed": null, "operation": {"render": "fake-7"}, "videoUrls": ["https://fake-provider.invalid/video.mp4"], "renderedAt": "2026-11-18T12:03:36.090Z"}', 'collecting', 'true', '2026-11-18 12:03:34.09+00'),
('chat:shared:w1', 'job-0015', '3', 'chat:dan', '[]', 'chat', 'key-rendering', 'fake', 'fake-1', '100', '100', '{"scene": {"kind": "text", "prompt": "rendering"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 5, "guidance": null}}', '{"since": "2026-11-18T12:03:36.090Z", "status": "rendering", "progress": null, "operation": {"render": "fake-8"}}', 'rendering', 'true', '2026-11-18 12:03:36.09+00'),
('chat:shared:w1', 'job-0017', '2', 'chat:dan', '[]', 'chat', 'key-submitting', 'fake', 'fake-1', '100', '100', '{"scene": {"kind": "text", "prompt": "submitting"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 5, "guidance": null}}', '{"since": "2026-11-18T12:03:36.090Z", "status": "submitting", "attempt": "job-0018", "setback": null, "waitingSince": "2026-11-18T12:03:36.090Z"}', 'submitting', 'true', '2026-11-18 12:03:36.09+00'),
('chat:shared:w1', 'job-0019', '1', 'chat:dan', '[]', 'chat', 'key-waiting', 'fake', 'fake-1', '100', '100', '{"scene": {"kind": "text", "prompt": "waiting"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 5, "guidance": null}}', '{"since": "2026-11-18T12:03:36.090Z", "status": "waiting", "setback": null, "notBefore": "2026-11-18T12:03:36.090Z"}', 'waiting', 'true', '2026-11-18 12:03:36.09+00'),
('discord:shared:1572582144310509580', '01a1ee87-3406-70ef-a6c9-9a1e43e2aafd', '5', 'discord:1572582144310509583', '[]', 'discord', '1572582144818020372', 'happyhorse-app', 'happyhorse-1.0/video', '180', '180', '{"scene": {"kind": "text", "prompt": "a tide"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 3, "guidance": null}}', '{"at": "2026-11-18T12:00:12.168Z", "since": "2026-11-18T12:00:00.667Z", "video": {"key": "7be8808d5b5e696e9e731e8c7fad8faf1a4c06db77ad1a241da67fd869c266da.mp4", "kind": "video", "bytes": 39906, "sound": true, "width": 320, "height": 180, "poster": {"key": "603136f9f002769d6cb0432c5efe7f7678dab34837eea89fa48c7088fbd150d6.jpg", "kind": "image", "bytes": 5702, "width": 320, "height": 180, "contentType": "image/jpeg"}, "seconds": 3, "contentType": "video/mp4"}, "status": "succeeded", "charged": 180, "consumed": 180, "operation": {"taskId": "n92bee301cff89949hh10"}, "renderedAt": "2026-11-18T12:00:09.673Z"}', 'succeeded', 'false', '2026-11-18 12:00:00.519+00'),
('discord:shared:1572582144310509580', '01a1ee87-afec-77a8-8ff8-924efe237b00', '5', 'slack:U01000010NU', '[]', 'slack', '1795003232208.2.26502f37eda506d4683deb078d0e565a', 'happyhorse-app', 'happyhorse-1.0/video', '180', '180', '{"scene": {"kind": "text", "prompt": "a market"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 3, "guidance": null}}', '{"at": "2026-11-18T12:00:41.461Z", "since": "2026-11-18T12:00:32.309Z", "video": {"key": "ba668d5b47c6c7b894a251c051e18e76d3d5ce44c245c407dc29f98f14385276.mp4", "kind": "video", "bytes": 45358, "sound": true, "width": 320, "height": 180, "poster": {"key": "c8ca4bf8820efef515ba4c26d943f6cc2a47af9bb0c9c82a4ed3986d3b3145ea.jpg", "kind": "image", "bytes": 5659, "width": 320, "height": 180, "contentType": "image/jpeg"}, "seconds": 3, "contentType": "video/mp4"}, "status": "succeeded", "charged": 180, "consumed": 180, "operation": {"taskId": "n92a684211300174ahh10"}, "renderedAt": "2026-11-18T12:00:41.310Z"}', 'succeeded', 'false', '2026-11-18 12:00:32.236+00'),
('discord:shared:1572582144310509580', '01a1ee88-1e13-76eb-9470-9fa1253e6ade', '5', 'slack:U01000010NU', '[]', 'discord', '1572582396237185067', 'happyhorse-app', 'happyhorse-1.0/video', '180', '180', '{"scene": {"kind": "text", "prompt": "a bridge"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 3, "guidance": null}}', '{"at": "2026-11-18T12:01:09.584Z", "since": "2026-11-18T12:01:00.445Z", "video": {"key": "a4216a86e9c51c2d6c3b0028fbdd2e0d628d1f363acdda0ed16729a4b0d46393.mp4", "kind": "video", "bytes": 38109, "sound": true, "width": 320, "height": 180, "poster": {"key": "cf3ba2583203f396b35562f3c1840dda53a9947706f725578ebee75c04bfa8ec.jpg", "kind": "image", "bytes": 5665, "width": 320, "height": 180, "contentType": "image/jpeg"}, "seconds": 3, "contentType": "video/mp4"}, "status": "succeeded", "charged": 180, "consumed": 180, "operation": {"taskId": "n92066ee16dab8d4ahh10"}, "renderedAt": "2026-11-18T12:01:09.448Z"}', 'succeeded', 'false', '2026-11-18 12:01:00.435+00'),
('discord:shared:1572582144310509580', '01a1ee88-9046-7611-8bd3-66c999f25c18', '5', 'discord:1572582144310509584', '[]', 'discord', '1572582518786359343', 'happyhorse-app', 'happyhorse-1.0/video', '180', '180', '{"scene": {"kind": "text", "prompt": "a canal"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 3, "guidance": null}}', '{"at": "2026-11-18T12:01:48.806Z", "since": "2026-11-18T12:01:39.679Z", "video": {"key": "15e7ee50544cee4e69106a76c14450f628b1fc79abf5512cfa40c41f9f463864.mp4", "kind": "video", "bytes": 38391, "sound": true, "width": 320, "height": 180, "poster": {"key": "67a54c4ab48d9b56613f4279553da2eccc307ed0a4762b48e0b32bccbda14d76.jpg", "kind": "image", "bytes": 5507, "width": 320, "height": 180, "contentType": "image/jpeg"}, "seconds": 3, "contentType": "video/mp4"}, "status": "succeeded", "charged": 180, "consumed": 180, "operation": {"taskId": "n92fcb3fc10a9994chh10"}, "renderedAt": "2026-11-18T12:01:48.681Z"}', 'succeeded', 'false', '2026-11-18 12:01:29.67+00'),
('discord:shared:1572582144310509580', '01a1ee88-db58-76f1-9a60-01d6e0883af6', '3', 'slack:U01000016RT', '[]', 'slack', '1795003308884.7.711baabd8dd562892a4589157f19e4a3', 'happyhorse-app', 'happyhorse-1.0/video', '180', '180', '{"scene": {"kind": "text", "prompt": "a glacier"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 3, "guidance": null}}', '{"since": "2026-11-18T12:01:49.005Z", "status": "rendering", "progress": null, "operation": {"taskId": "n92a167ec7cd5a347hh10"}}', 'rendering', 'true', '2026-11-18 12:01:48.888+00'),
('discord:shared:1572582144310509580', '01a1ee88-db78-7699-80f6-29ac4d3c7d3e', '3', 'slack:U01000010NU', '[]', 'discord', '1572582599598014528', 'happyhorse-app', 'happyhorse-1.0/video', '180', '180', '{"scene": {"kind": "text", "prompt": "a ship that slowly sinks 0"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 3, "guidance": null}}', '{"since": "2026-11-18T12:01:49.023Z", "status": "rendering", "progress": null, "operation": {"taskId": "n92e77a5d620cbd4chh10"}}', 'rendering', 'true', '2026-11-18 12:01:48.92+00'),
('discord:shared:1572582144310509580', '01a1ee88-db7c-76bc-a772-d743a5fe1a51', '3', 'slack:U01000010NU', '[]', 'slack', '1795003308917.8.dba42e944c386f6c1be507b34427ab2c', 'happyhorse-app', 'happyhorse-1.0/video', '180', '180', '{"scene": {"kind": "text", "prompt": "a ship that slowly sinks 1"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 3, "guidance": null}}', '{"since": "2026-11-18T12:01:48.982Z", "status": "rendering", "progress": null, "operation": {"taskId": "n929d953f4fbcd747hh10"}}', 'rendering', 'true', '2026-11-18 12:01:48.924+00'),
('discord:shared:1572582144310509580', '01a1ee88-db7e-728e-9f86-5c756497cd68', '1', 'slack:U01000010NU', '[]', 'discord', '1572582599618986050', 'happyhorse-app', 'happyhorse-1.0/video', '180', '180', '{"scene": {"kind": "text", "prompt": "a ship that slowly sinks 2"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 3, "guidance": null}}', '{"since": "2026-11-18T12:01:48.926Z", "status": "waiting", "setback": null, "notBefore": "2026-11-18T12:01:48.926Z"}', 'waiting', 'true', '2026-11-18 12:01:48.926+00'),
('discord:shared:1572582144310509580', '01a1ee88-db80-76c5-8685-5036802c7248', '1', 'slack:U01000010NU', '[]', 'slack', '1795003308922.9.623d6e91a3fce7af932b2da57330f948', 'happyhorse-app', 'happyhorse-1.0/video', '180', '180', '{"scene": {"kind": "text", "prompt": "a ship that slowly sinks 3"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 3, "guidance": null}}', '{"since": "2026-11-18T12:01:48.928Z", "status": "waiting", "setback": null, "notBefore": "2026-11-18T12:01:48.928Z"}', 'waiting', 'true', '2026-11-18 12:01:48.928+00'),
('discord:shared:1572582144310509580', '01a1ee88-db85-75a9-9af1-12bf88c56603', '1', 'slack:U01000010NU', '[]', 'discord', '1572582599635763268', 'happyhorse-app', 'happyhorse-1.0/video', '180', '180', '{"scene": {"kind": "text", "prompt": "a ship that slowly sinks 4"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 3, "guidance": null}}', '{"since": "2026-11-18T12:01:48.933Z", "status": "waiting", "setback": null, "notBefore": "2026-11-18T12:01:48.933Z"}', 'waiting', 'true', '2026-11-18 12:01:48.933+00'),
('discord:shared:1572582144310509580', '01a1ee88-db86-77bd-a689-338eb9b53f69', '2', 'slack:U01000010NU', '[]', 'slack', '1795003308927.10.b9b93b3c25a1947744d11262e5ffb2b0', 'happyhorse-app', 'happyhorse-1.0/video', '180', '180', '{"scene": {"kind": "text", "prompt": "a ship that slowly sinks 5"}, "settings": {"sound": true, "aspect": "16:9", "quality": "std", "seconds": 3, "guidance": null}}', '{"at": "2026-11-18T12:01:48.943Z", "status": "cancelled"}', 'cancelled', 'false', '2026-11-18 12:01:48.934+00');

insert into "ledger" ("team_id", "job_id", "kind", "person_id", "credits", "granted", "pool_granted", "at", "held_at") values
('chat:shared:w1', 'job-0001', 'hold', 'chat:dan', '100', '0', '0', '2026-11-18 12:01:49.09+00', '2026-11-18 12:01:49.09+00'),
('chat:shared:w1', 'job-0001', 'release', 'chat:dan', '100', '0', '0', '2026-11-18 12:01:51.09+00', '2026-11-18 12:01:49.09+00'),
('chat:shared:w1', 'job-0003', 'hold', 'chat:dan', '100', '0', '0', '2026-11-18 12:01:55.09+00', '2026-11-18 12:01:55.09+00'),
('chat:shared:w1', 'job-0005', 'hold', 'chat:dan', '100', '0', '0', '2026-11-18 12:03:05.09+00', '2026-11-18 12:03:05.09+00'),
('chat:shared:w1', 'job-0007', 'hold', 'chat:dan', '100', '0', '0', '2026-11-18 12:03:05.09+00', '2026-11-18 12:03:05.09+00'),
('chat:shared:w1', 'job-0009', 'hold', 'chat:dan', '100', '0', '0', '2026-11-18 12:03:10.09+00', '2026-11-18 12:03:10.09+00'),
('chat:shared:w1', 'job-0011', 'charge', 'chat:fay', '100', '0', '0', '2026-11-18 12:03:32.09+00', '2026-11-18 12:03:28.09+00'),
('chat:shared:w1', 'job-0011', 'hold', 'chat:fay', '100', '0', '0', '2026-11-18 12:03:28.09+00', '2026-11-18 12:03:28.09+00'),
('chat:shared:w1', 'job-0013', 'hold', 'chat:dan', '100', '0', '0', '2026-11-18 12:03:34.09+00', '2026-11-18 12:03:34.09+00'),
('chat:shared:w1', 'job-0015', 'hold', 'chat:dan', '100', '0', '0', '2026-11-18 12:03:36.09+00', '2026-11-18 12:03:36.09+00'),
('chat:shared:w1', 'job-0017', 'hold', 'chat:dan', '100', '0', '0', '2026-11-18 12:03:36.09+00', '2026-11-18 12:03:36.09+00'),
('chat:shared:w1', 'job-0019', 'hold', 'chat:dan', '100', '0', '0', '2026-11-18 12:03:36.09+00', '2026-11-18 12:03:36.09+00'),
('discord:shared:1572582144310509580', '01a1ee87-3406-70ef-a6c9-9a1e43e2aafd', 'carry', 'slack:U01000010NU', '180', '0', '0', '2026-11-18 12:01:00.422+00', '2026-11-18 12:00:00.519+00'),
('discord:shared:1572582144310509580', '01a1ee87-3406-70ef-a6c9-9a1e43e2aafd', 'charge', 'discord:1572582144310509583', '180', '0', '0', '2026-11-18 12:00:12.168+00', '2026-11-18 12:00:00.519+00'),
('discord:shared:1572582144310509580', '01a1ee87-3406-70ef-a6c9-9a1e43e2aafd', 'hold', 'discord:1572582144310509583', '180', '0', '0', '2026-11-18 12:00:00.519+00', '2026-11-18 12:00:00.519+00'),
('discord:shared:1572582144310509580', '01a1ee87-afec-77a8-8ff8-924efe237b00', 'charge', 'slack:U01000010NU', '180', '0', '0', '2026-11-18 12:00:41.461+00', '2026-11-18 12:00:32.236+00'),
('discord:shared:1572582144310509580', '01a1ee87-afec-77a8-8ff8-924efe237b00', 'hold', 'slack:U01000010NU', '180', '0', '0', '2026-11-18 12:00:32.236+00', '2026-11-18 12:00:32.236+00'),
('discord:shared:1572582144310509580', '01a1ee88-1e13-76eb-9470-9fa1253e6ade', 'charge', 'slack:U01000010NU', '180', '0', '0', '2026-11-18 12:01:09.584+00', '2026-11-18 12:01:00.435+00'),
('discord:shared:1572582144310509580', '01a1ee88-1e13-76eb-9470-9fa1253e6ade', 'hold', 'slack:U01000010NU', '180', '0', '0', '2026-11-18 12:01:00.435+00', '2026-11-18 12:01:00.435+00'),
('discord:shared:1572582144310509580', '01a1ee88-9046-7611-8bd3-66c999f25c18', 'charge', 'discord:1572582144310509584', '180', '80', '0', '2026-11-18 12:01:48.806+00', '2026-11-18 12:01:29.67+00'),
('discord:shared:1572582144310509580', '01a1ee88-9046-7611-8bd3-66c999f25c18', 'hold', 'discord:1572582144310509584', '180', '80', '0', '2026-11-18 12:01:29.67+00', '2026-11-18 12:01:29.67+00'),
('discord:shared:1572582144310509580', '01a1ee88-db58-76f1-9a60-01d6e0883af6', 'hold', 'slack:U01000016RT', '180', '0', '0', '2026-11-18 12:01:48.888+00', '2026-11-18 12:01:48.888+00'),
('discord:shared:1572582144310509580', '01a1ee88-db78-7699-80f6-29ac4d3c7d3e', 'hold', 'slack:U01000010NU', '180', '0', '0', '2026-11-18 12:01:48.92+00', '2026-11-18 12:01:48.92+00'),
('discord:shared:1572582144310509580', '01a1ee88-db7c-76bc-a772-d743a5fe1a51', 'hold', 'slack:U01000010NU', '180', '0', '0', '2026-11-18 12:01:48.924+00', '2026-11-18 12:01:48.924+00'),
('discord:shared:1572582144310509580', '01a1ee88-db7e-728e-9f86-5c756497cd68', 'hold', 'slack:U01000010NU', '180', '0', '0', '2026-11-18 12:01:48.926+00', '2026-11-18 12:01:48.926+00'),
('discord:shared:1572582144310509580', '01a1ee88-db80-76c5-8685-5036802c7248', 'hold', 'slack:U01000010NU', '180', '0', '0', '2026-11-18 12:01:48.928+00', '2026-11-18 12:01:48.928+00'),
('discord:shared:1572582144310509580', '01a1ee88-db85-75a9-9af1-12bf88c56603', 'hold', 'slack:U01000010NU', '180', '0', '0', '2026-11-18 12:01:48.933+00', '2026-11-18 12:01:48.933+00'),
('discord:shared:1572582144310509580', '01a1ee88-db86-77bd-a689-338eb9b53f69', 'hold', 'slack:U01000010NU', '180', '0', '0', '2026-11-18 12:01:48.934+00', '2026-11-18 12:01:48.934+00'),
('discord:shared:1572582144310509580', '01a1ee88-db86-77bd-a689-338eb9b53f69', 'release', 'slack:U01000010NU', '180', '0', '0', '2026-11-18 12:01:48.943+00', '2026-11-18 12:01:48.934+00');

insert into "link_codes" ("code", "team_id", "person_id", "platform", "made_by", "expires_at") values
('6MXzkdODJ58gqXw1Kk5npmFZk56hfn3DoMeGRFBmQAE', 'discord:shared:1572582144310509580', NULL, 'discord', 'discord:1572582144310509585', '2026-11-18 12:16:00.43+00');

insert into "people" ("team_id", "person_id", "name", "preferences") values
('chat:shared:w1', 'chat:dan', 'Dan', '{}'),
('discord:shared:1572582144310509580', 'discord:1572582144310509583', 'Ada', '{"settings": {"sound": null, "aspect": null, "quality": "std", "seconds": 4, "guidance": null}, "confirmOver": null}'),
('discord:shared:1572582144310509580', 'discord:1572582144310509584', 'Bob', '{}'),
('discord:shared:1572582144310509580', 'slack:U01000010NU', 'Ada', '{"settings": {"sound": null, "aspect": null, "quality": null, "seconds": null, "guidance": null}, "confirmOver": 9999}'),
('discord:shared:1572582144310509580', 'slack:U01000016RT', 'Bob', '{}');

insert into "plan_gates" ("provider", "key_hash", "model", "demands", "plan", "until") values
('crun', 'abc', 'm', '{"quality": "pro", "seconds": 10}', 'free', '2026-11-19 15:50:16.09+00');

insert into "policies" ("team_id", "kind", "subject", "policy") values
('discord:shared:1572582144310509580', 'person', 'discord:1572582144310509584', '{"allowance": {"per": "day", "kind": "credits", "credits": 100}}'),
('discord:shared:1572582144310509580', 'pool', '', '{"allowance": {"per": "month", "kind": "credits", "credits": 20000}}'),
('discord:shared:1572582144310509580', 'team', '', '{"allowance": {"per": "week", "kind": "credits", "credits": 2400}}');

insert into "proposals" ("name", "ask", "expires_at") values
('8vjFpTjCZR4LTHPErZAE8-', '{"at": 1795003308894, "key": "1572582599505739830", "want": {"type": "decide", "credits": 180, "request": "dd9-rqKjbcCqaI746uxevs"}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509584", "name": "Bob"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTUzOTI5NDI2NDotOWsxZDJ6WVo3RHJDc3N6S3VVQks1Y1BrdTRsS24tcg", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582599518322743", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208902, "attachmentSizeLimit": 10485760}}', '2026-12-18 12:01:48.906+00'),
('G9PtEs9XkPOqPs_uN39f1Y', '{"at": 1795003308894, "key": "1572582599505739830", "want": {"type": "decide", "credits": null, "request": "dd9-rqKjbcCqaI746uxevs"}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509584", "name": "Bob"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTUzOTI5NDI2NDotOWsxZDJ6WVo3RHJDc3N6S3VVQks1Y1BrdTRsS24tcg", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582599518322743", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208902, "attachmentSizeLimit": 10485760}}', '2026-12-18 12:01:48.906+00'),
('MrRGiGk3uP5b-jKiAqw1nZ', '{"at": 1795003308910, "key": "1572582599572848700", "want": {"type": "create", "wish": {"model": "happyhorse-app/happyhorse-1.0/video", "scene": {"kind": "text", "prompt": "a forest"}, "settings": {"sound": false, "aspect": null, "quality": "std", "seconds": 3, "guidance": null}}, "agreed": 120}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509583", "name": "Ada"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTU3Mjg0ODcwMDpKSFgxQklXZHZwV081c0dTVDVpazZXUzhIOVBtR0dDWg", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582599577043005", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208910, "attachmentSizeLimit": 10485760}}', '2026-11-19 00:01:48.913+00'),
('PiqGpKB6l0MOgiPyFSXvDH', '{"at": 1795003289649, "key": "1572582518786359343", "want": {"type": "decide", "credits": null, "request": "WlM4loDq1lIvNjZeoLcS27"}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509584", "name": "Bob"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjUxODgwMzEzNjU2MTptbkc4X2hMaTdaVHVEZ3RzS1RmU3M1NW5scDlYNU1OSw", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582518786359344", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004189653, "attachmentSizeLimit": 10485760}}', '2026-12-18 12:01:29.659+00'),
('Ug0WqWUL2nMB8qDch-X7PR', '{"at": 1795003289649, "key": "1572582518786359343", "want": {"type": "ask-credits", "short": {"of": "person", "price": 180, "credits": 80}, "request": "Zdcj4vjPRXX-XcDoU0Xxwm"}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509584", "name": "Bob"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjUxODc4NjM1OTM0MzpDNDgxZnhkVWYtVndFSE9NdUhlS28xdHlEMVVKLVEzQw", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582518786359344", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004189649, "attachmentSizeLimit": 10485760}}', '2026-11-19 00:01:29.652+00'),
('Zdcj4vjPRXX-XcDoU0Xxwm', '{"at": 1795003289649, "key": "1572582518786359343", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a canal"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}, "agreed": 180}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509584", "name": "Bob"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjUxODc4NjM1OTM0MzpDNDgxZnhkVWYtVndFSE9NdUhlS28xdHlEMVVKLVEzQw", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582518786359344", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004189649, "attachmentSizeLimit": 10485760}}', '2026-11-19 00:01:29.652+00'),
('dyhoR4pZvBnJGBAD1_DGLa', '{"at": 1795003308894, "key": "1572582599505739830", "want": {"type": "decide", "credits": 180, "request": "dd9-rqKjbcCqaI746uxevs"}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509584", "name": "Bob"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTUzOTI5NDI2NDotOWsxZDJ6WVo3RHJDc3N6S3VVQks1Y1BrdTRsS24tcg", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582599518322743", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208902, "attachmentSizeLimit": 10485760}}', '2026-12-18 12:01:48.906+00'),
('f_L2XEUXYn4-6Yf20VSHy5', '{"at": 1795003308894, "key": "1572582599505739830", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a meadow"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}, "agreed": 180}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509584", "name": "Bob"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTUwNTczOTgzMDpPUlQ2b25JWGtwY01MRDBub3BUdTVka1ozOWhWWFl0Sw", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582599518322743", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208894, "attachmentSizeLimit": 10485760}}', '2026-11-19 00:01:48.9+00'),
('moxS2NCYrmAhkwf2Flb4aM', '{"at": 1795003308910, "key": "1572582599572848700", "want": {"type": "dismiss"}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509583", "name": "Ada"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTU3Mjg0ODcwMDpKSFgxQklXZHZwV081c0dTVDVpazZXUzhIOVBtR0dDWg", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582599577043005", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208910, "attachmentSizeLimit": 10485760}}', '2026-11-19 00:01:48.913+00'),
('o1g4OSQm3qvVEhzIFUpmER', '{"at": 1795003289649, "key": "1572582518786359343", "want": {"type": "decide", "credits": 80, "request": "WlM4loDq1lIvNjZeoLcS27"}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509584", "name": "Bob"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjUxODgwMzEzNjU2MTptbkc4X2hMaTdaVHVEZ3RzS1RmU3M1NW5scDlYNU1OSw", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582518786359344", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004189653, "attachmentSizeLimit": 10485760}}', '2026-12-18 12:01:29.659+00'),
('oApqaPt0348rA7x_qzXdpD', '{"at": 1795003308910, "key": "1572582599572848700", "want": {"type": "create", "wish": {"scene": {"kind": "text", "prompt": "a forest"}, "settings": {"sound": null, "aspect": null, "quality": null, "seconds": 3, "guidance": null}}, "agreed": 180}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509583", "name": "Ada"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTU3Mjg0ODcwMDpKSFgxQklXZHZwV081c0dTVDVpazZXUzhIOVBtR0dDWg", "userId": "1572582144310509583", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582599577043005", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208910, "attachmentSizeLimit": 10485760}}', '2026-11-19 00:01:48.913+00'),
('qheU3ZUNKbCQetrGX2ar9X', '{"at": 1795003308894, "key": "1572582599505739830", "want": {"type": "ask-credits", "short": {"of": "person", "price": 180, "credits": 180}, "request": "f_L2XEUXYn4-6Yf20VSHy5"}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509584", "name": "Bob"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjU5OTUwNTczOTgzMDpPUlQ2b25JWGtwY01MRDBub3BUdTVka1ozOWhWWFl0Sw", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582599518322743", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004208894, "attachmentSizeLimit": 10485760}}', '2026-11-19 00:01:48.9+00'),
('xK7PQAaosCTZfFHLq6yxx6', '{"at": 1795003289649, "key": "1572582518786359343", "want": {"type": "decide", "credits": 80, "request": "WlM4loDq1lIvNjZeoLcS27"}, "asker": {"admin": false, "roles": [], "person": {"id": "1572582144310509584", "name": "Bob"}, "channel": "1572582144310509582", "platform": "discord", "workspace": {"id": "1572582144310509580", "kind": "shared"}}, "message": {"kind": "command", "reach": "bot", "token": "aW50ZXJhY3Rpb246MTU3MjU4MjUxODgwMzEzNjU2MTptbkc4X2hMaTdaVHVEZ3RzS1RmU3M1NW5scDlYNU1OSw", "userId": "1572582144310509584", "guildId": "1572582144310509580", "movedTo": null, "channelId": "1572582144310509582", "ephemeral": false, "messageId": "1572582518786359344", "applicationId": "1572582143010275329", "tokenExpiresAt": 1795004189653, "attachmentSizeLimit": 10485760}}', '2026-12-18 12:01:29.659+00');

insert into "provider_balances" ("provider", "asked_at", "credits", "looked_at", "low") values
('crun', '2026-11-18 12:03:36.09+00', '12.5', '2026-11-18 12:03:36.09+00', 'true'),
('fake', '2026-11-18 12:01:49.09+00', NULL, NULL, 'false'),
('happyhorse-app', '2026-11-18 12:00:00.349+00', NULL, NULL, 'false');

insert into "provider_health" ("provider", "trouble", "at", "times", "until", "since") values
('acedata', 'failing', '2026-11-18 12:03:36.09+00', '1', '2026-11-18 12:04:36.09+00', '2026-11-18 12:03:36.09+00'),
('crun', 'out-of-credit', '2026-11-18 12:03:36.09+00', '1', '2026-11-18 12:04:36.09+00', '2026-11-18 12:03:36.09+00');

insert into "render_times" ("provider", "model", "quality", "seconds", "at", "took_ms") values
('fake', 'fake-1', 'std', '5', '2026-11-18 12:03:32.09+00', '2000'),
('fake', 'fake-1', 'std', '5', '2026-11-18 12:03:36.09+00', '2000'),
('happyhorse-app', 'happyhorse-1.0/video', 'std', '3', '2026-11-18 12:00:09.673+00', '9006'),
('happyhorse-app', 'happyhorse-1.0/video', 'std', '3', '2026-11-18 12:00:41.31+00', '9001'),
('happyhorse-app', 'happyhorse-1.0/video', 'std', '3', '2026-11-18 12:01:09.448+00', '9003'),
('happyhorse-app', 'happyhorse-1.0/video', 'std', '3', '2026-11-18 12:01:48.681+00', '9002');

insert into "renders" ("provider", "render", "team_id", "job_id") values
('fake', '0e5d2001e90bce21d18be4c7901601fb08bc8be7c61cec29e7d509b6338a4191', 'chat:shared:w1', 'job-0009'),
('fake', '2ba6cc8551ab17554abfcabd1f4e80d65d58f174c0b9f6cb1e5009d0090abe7c', 'chat:shared:w1', 'job-0001'),
('fake', '3137552b1e21690133dc6f1361fb4df6fe5648d9a649ce871785b1bef5c448e7', 'chat:shared:w1', 'job-0013'),
('fake', '3cc269ec9bbb8007d94d9c4bf6d96cf91e6a76733aae58658e3390c316027da4', 'chat:shared:w1', 'job-0003'),
('fake', '904b68667839a8d677d1a10b75087a246e299854f8e78f61af7e7022fb9ee1d0', 'chat:shared:w1', 'job-0007'),
('fake', 'a5fa777a3dc67268caea6eea038ba14177e360dba84e1db44e738dbae137e7ef', 'chat:shared:w1', 'job-0007'),
('fake', 'c42cb2358338116627865ae0571814efe310fac8e3a6d02f622a6ff923f2d1c5', 'chat:shared:w1', 'job-0011'),
('fake', 'ee002b41a15149649b439606eb5ab966eab90f176162b6df0b13418ff4e0ed88', 'chat:shared:w1', 'job-0015'),
('happyhorse-app', '2de7599c554da6a8f82ca8e65237ca18045872b48a789d03070cea0a92f5912a', 'discord:shared:1572582144310509580', '01a1ee87-3406-70ef-a6c9-9a1e43e2aafd'),
('happyhorse-app', '35bc91d28a609f573c5aacde2c71e0e484c8fa3c71f7a9859195693c255a7874', 'discord:shared:1572582144310509580', '01a1ee87-afec-77a8-8ff8-924efe237b00'),
('happyhorse-app', '45bff553e5d9b3b255e39b899c0edc75d6f83452d9e4387c63dae2779c6beb2a', 'discord:shared:1572582144310509580', '01a1ee88-db58-76f1-9a60-01d6e0883af6'),
('happyhorse-app', '486eaf7f9cc834b29d85ed02000f16e2db40a08bb8929d0d0aa22e873e49fbf3', 'discord:shared:1572582144310509580', '01a1ee88-db7c-76bc-a772-d743a5fe1a51'),
('happyhorse-app', '49dd070ab3257abac2bdb80432ab92c6f102babb06ba1d4a7f7ee92a892da22f', 'discord:shared:1572582144310509580', '01a1ee88-9046-7611-8bd3-66c999f25c18'),
('happyhorse-app', '5a96e3b5fb9ae502ffb6a960266b69b94f251aca93d083fe3b9f86d9c2fac621', 'discord:shared:1572582144310509580', '01a1ee88-1e13-76eb-9470-9fa1253e6ade'),
('happyhorse-app', '8190bc7c8c4c9755d46654c92b389dc0042df8f07a5b5f41af7e72c01e0485ad', 'discord:shared:1572582144310509580', '01a1ee88-db78-7699-80f6-29ac4d3c7d3e');

insert into "schedule" ("team_id", "job_id", "lane", "provider", "due_at", "attempts", "person_id", "queued_at", "operation", "started_at") values
('chat:shared:w1', 'job-0003', 'watch', 'fake', '2026-11-18 12:05:55.09+00', '0', 'chat:dan', '2026-11-18 12:01:55.09+00', '{"render": "fake-2"}', '2026-11-18 12:01:55.09+00'),
('chat:shared:w1', 'job-0007', 'check', 'fake', '2026-11-18 12:03:37.09+00', '0', 'chat:dan', '2026-11-18 12:03:05.09+00', '{"render": "fake-4"}', '2026-11-18 12:03:36.09+00'),
('chat:shared:w1', 'job-0009', 'find', 'fake', '2026-11-18 12:03:38.09+00', '0', 'chat:dan', '2026-11-18 12:03:10.09+00', '{"render": "fake-5"}', '2026-11-18 12:03:20.09+00'),
('chat:shared:w1', 'job-0013', 'collect', 'fake', '2026-11-18 12:03:41.09+00', '0', 'chat:dan', '2026-11-18 12:03:34.09+00', '{"render": "fake-7"}', '2026-11-18 12:03:34.09+00'),
('chat:shared:w1', 'job-0015', 'check', 'fake', '2026-11-18 12:03:37.09+00', '0', 'chat:dan', '2026-11-18 12:03:36.09+00', '{"render": "fake-8"}', '2026-11-18 12:03:36.09+00'),
('chat:shared:w1', 'job-0017', 'start', 'fake', '2026-11-18 12:05:36.09+00', '0', 'chat:dan', '2026-11-18 12:03:36.09+00', NULL, NULL),
('chat:shared:w1', 'job-0019', 'line', 'fake', '2026-11-18 12:03:36.09+00', '0', 'chat:dan', '2026-11-18 12:03:36.09+00', NULL, NULL),
('discord:shared:1572582144310509580', '01a1ee88-db58-76f1-9a60-01d6e0883af6', 'check', 'happyhorse-app', '2026-11-18 12:01:58.005+00', '0', 'slack:U01000016RT', '2026-11-18 12:01:48.888+00', '{"taskId": "n92a167ec7cd5a347hh10"}', '2026-11-18 12:01:49.005+00'),
('discord:shared:1572582144310509580', '01a1ee88-db78-7699-80f6-29ac4d3c7d3e', 'check', 'happyhorse-app', '2026-11-18 12:01:58.023+00', '0', 'slack:U01000010NU', '2026-11-18 12:01:48.92+00', '{"taskId": "n92e77a5d620cbd4chh10"}', '2026-11-18 12:01:49.023+00'),
('discord:shared:1572582144310509580', '01a1ee88-db7c-76bc-a772-d743a5fe1a51', 'check', 'happyhorse-app', '2026-11-18 12:01:57.982+00', '0', 'slack:U01000010NU', '2026-11-18 12:01:48.924+00', '{"taskId": "n929d953f4fbcd747hh10"}', '2026-11-18 12:01:48.982+00'),
('discord:shared:1572582144310509580', '01a1ee88-db7e-728e-9f86-5c756497cd68', 'line', 'happyhorse-app', '2026-11-18 12:01:48.926+00', '0', 'slack:U01000010NU', '2026-11-18 12:01:48.926+00', NULL, NULL),
('discord:shared:1572582144310509580', '01a1ee88-db80-76c5-8685-5036802c7248', 'line', 'happyhorse-app', '2026-11-18 12:01:48.928+00', '0', 'slack:U01000010NU', '2026-11-18 12:01:48.928+00', NULL, NULL),
('discord:shared:1572582144310509580', '01a1ee88-db85-75a9-9af1-12bf88c56603', 'line', 'happyhorse-app', '2026-11-18 12:01:48.933+00', '0', 'slack:U01000010NU', '2026-11-18 12:01:48.933+00', NULL, NULL);

insert into "silences" ("provider", "times") values
('acedata', '1'),
('crun', '1');

insert into "teams" ("team_id", "time_zone", "settings", "digest_due_at") values
('discord:shared:1572582144310509580', 'UTC', '{"inbox": null, "words": ["fox*"], "admins": [{"id": "1572582144310509584", "platform": "discord"}], "digest": {"id": "1572582144310509582", "platform": "discord", "workspace": "1572582144310509580"}, "models": {"deny": [], "allow": [], "prefer": null}, "channels": {"deny": [], "allow": []}}', '2026-11-23 09:00:00+00');

insert into "workspaces" ("team_id", "platform", "workspace_id") values
('discord:shared:1572582144310509580', 'slack', 'T0100000C7Y');
