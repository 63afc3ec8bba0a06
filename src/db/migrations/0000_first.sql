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
	"at" timestamp with time zone NOT NULL,
	"held_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ledger_team_id_job_id_kind_pk" PRIMARY KEY("team_id","job_id","kind")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"team_id" text NOT NULL,
	"person_id" text NOT NULL,
	"preferences" jsonb NOT NULL,
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
	"time_zone" text DEFAULT 'UTC' NOT NULL
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
CREATE UNIQUE INDEX "jobs_by_request" ON "jobs" USING btree ("team_id","platform","request_key");--> statement-breakpoint
CREATE INDEX "jobs_by_person" ON "jobs" USING btree ("team_id","person_id","created_at");--> statement-breakpoint
CREATE INDEX "jobs_open" ON "jobs" USING btree ("team_id","person_id") WHERE open;--> statement-breakpoint
CREATE INDEX "ledger_by_person" ON "ledger" USING btree ("team_id","person_id","held_at");--> statement-breakpoint
CREATE INDEX "ledger_overruns" ON "ledger" USING btree ("team_id","at") WHERE kind = 'overrun';--> statement-breakpoint
CREATE INDEX "proposals_expired" ON "proposals" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "render_times_by_model" ON "render_times" USING btree ("provider","model","quality","seconds","at");--> statement-breakpoint
CREATE INDEX "schedule_due" ON "schedule" USING btree ("lane","provider","due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "workspaces_by_platform" ON "workspaces" USING btree ("platform","workspace_id");