CREATE TABLE "accounts" (
	"team_id" text NOT NULL,
	"platform" text NOT NULL,
	"account_id" text NOT NULL,
	"person_id" text NOT NULL,
	CONSTRAINT "accounts_team_id_platform_account_id_pk" PRIMARY KEY("team_id","platform","account_id")
);
--> statement-breakpoint
CREATE TABLE "asks" (
	"platform" text NOT NULL,
	"key" text NOT NULL,
	"ask" jsonb NOT NULL,
	"due_at" timestamp with time zone,
	"received_at" timestamp with time zone NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "asks_platform_key_pk" PRIMARY KEY("platform","key")
);
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE "draws" (
	"team_id" text NOT NULL,
	"job_id" text NOT NULL,
	"grant_id" text NOT NULL,
	"held" bigint NOT NULL,
	"charged" bigint,
	CONSTRAINT "draws_team_id_job_id_grant_id_pk" PRIMARY KEY("team_id","job_id","grant_id")
);
--> statement-breakpoint
CREATE TABLE "edit_budgets" (
	"platform" text NOT NULL,
	"key" text NOT NULL,
	"left_over" double precision NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "edit_budgets_platform_key_pk" PRIMARY KEY("platform","key")
);
--> statement-breakpoint
CREATE TABLE "facts" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gates" (
	"provider" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE "installations" (
	"platform" text NOT NULL,
	"workspace_id" text NOT NULL,
	"sealed" text NOT NULL,
	CONSTRAINT "installations_platform_workspace_id_pk" PRIMARY KEY("platform","workspace_id")
);
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE "link_codes" (
	"code" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"person_id" text,
	"platform" text NOT NULL,
	"made_by" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "people" (
	"team_id" text NOT NULL,
	"person_id" text NOT NULL,
	"name" text,
	"preferences" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "people_team_id_person_id_pk" PRIMARY KEY("team_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "policies" (
	"team_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"policy" jsonb NOT NULL,
	CONSTRAINT "policies_team_id_kind_subject_pk" PRIMARY KEY("team_id","kind","subject")
);
--> statement-breakpoint
CREATE TABLE "proposals" (
	"name" text PRIMARY KEY NOT NULL,
	"ask" jsonb NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "provider_health" (
	"provider" text PRIMARY KEY NOT NULL,
	"trouble" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"times" smallint NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "render_times" (
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"quality" text NOT NULL,
	"seconds" smallint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"took_ms" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "renders" (
	"provider" text NOT NULL,
	"render" text NOT NULL,
	"team_id" text NOT NULL,
	"job_id" text NOT NULL,
	CONSTRAINT "renders_provider_render_pk" PRIMARY KEY("provider","render")
);
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE "silences" (
	"provider" text PRIMARY KEY NOT NULL,
	"times" smallint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"team_id" text PRIMARY KEY NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"digest_due_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"team_id" text NOT NULL,
	"platform" text NOT NULL,
	"workspace_id" text NOT NULL,
	CONSTRAINT "workspaces_team_id_platform_workspace_id_pk" PRIMARY KEY("team_id","platform","workspace_id")
);
--> statement-breakpoint
CREATE INDEX "asks_due" ON "asks" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "asks_received" ON "asks" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "cards_due" ON "cards" USING btree ("platform","rank","due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "credit_requests_open" ON "credit_requests" USING btree ("expires_at") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "grants_by_subject" ON "grants" USING btree ("team_id","subject");--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_by_request" ON "jobs" USING btree ("team_id","platform","request_key");--> statement-breakpoint
CREATE INDEX "jobs_by_person" ON "jobs" USING btree ("team_id","person_id","created_at");--> statement-breakpoint
CREATE INDEX "jobs_open" ON "jobs" USING btree ("team_id","person_id") WHERE open;--> statement-breakpoint
CREATE INDEX "ledger_by_person" ON "ledger" USING btree ("team_id","person_id","held_at");--> statement-breakpoint
CREATE INDEX "ledger_overruns" ON "ledger" USING btree ("team_id","at") WHERE kind = 'overrun';--> statement-breakpoint
CREATE INDEX "proposals_expired" ON "proposals" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "render_times_by_model" ON "render_times" USING btree ("provider","model","quality","seconds","at");--> statement-breakpoint
CREATE INDEX "schedule_due" ON "schedule" USING btree ("lane","provider","due_at");--> statement-breakpoint
CREATE INDEX "teams_digest" ON "teams" USING btree ("digest_due_at") WHERE digest_due_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "workspaces_by_platform" ON "workspaces" USING btree ("platform","workspace_id");