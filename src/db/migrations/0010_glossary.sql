-- Names alone: no row is written anew.
ALTER TABLE "asks" RENAME TO "inbox";
--> statement-breakpoint
ALTER TABLE "inbox" RENAME CONSTRAINT "asks_platform_key_pk" TO "inbox_platform_key_pk";
--> statement-breakpoint
ALTER INDEX "asks_due" RENAME TO "inbox_due";
--> statement-breakpoint
ALTER INDEX "asks_received" RENAME TO "inbox_received";
--> statement-breakpoint
ALTER TABLE "inbox" RENAME COLUMN "ask" TO "interaction";
--> statement-breakpoint
ALTER TABLE "proposals" RENAME TO "pending_actions";
--> statement-breakpoint
ALTER TABLE "pending_actions" RENAME CONSTRAINT "proposals_pkey" TO "pending_actions_pkey";
--> statement-breakpoint
ALTER INDEX "proposals_expired" RENAME TO "pending_actions_expired";
--> statement-breakpoint
ALTER TABLE "pending_actions" RENAME COLUMN "ask" TO "interaction";
--> statement-breakpoint
ALTER TABLE "gates" RENAME TO "rate_limits";
--> statement-breakpoint
ALTER TABLE "rate_limits" RENAME CONSTRAINT "gates_pkey" TO "rate_limits_pkey";
--> statement-breakpoint
ALTER TABLE "silences" RENAME TO "unanswered_orders";
--> statement-breakpoint
ALTER TABLE "unanswered_orders" RENAME CONSTRAINT "silences_pkey" TO "unanswered_orders_pkey";
--> statement-breakpoint
ALTER TABLE "unanswered_orders" RENAME COLUMN "times" TO "consecutive";
--> statement-breakpoint
ALTER TABLE "draws" RENAME TO "grant_usage";
--> statement-breakpoint
ALTER TABLE "grant_usage" RENAME CONSTRAINT "draws_team_id_job_id_grant_id_pk" TO "grant_usage_team_id_job_id_grant_id_pk";
--> statement-breakpoint
ALTER TABLE "provider_health" RENAME COLUMN "trouble" TO "failure";
--> statement-breakpoint
ALTER TABLE "provider_health" RENAME COLUMN "times" TO "consecutive_failures";
--> statement-breakpoint
ALTER TABLE "provider_health" RENAME COLUMN "until" TO "circuit_open_until";
--> statement-breakpoint
ALTER TABLE "check_failures" RENAME COLUMN "trouble" TO "failure";
--> statement-breakpoint
ALTER INDEX "teams_digest" RENAME TO "teams_weekly_report";
--> statement-breakpoint
ALTER TABLE "teams" RENAME COLUMN "digest_due_at" TO "weekly_report_due_at";
--> statement-breakpoint
ALTER TABLE "audit_log" RENAME COLUMN "digest" TO "hash";
--> statement-breakpoint
ALTER TABLE "credit_requests" RENAME COLUMN "ask" TO "interaction";
--> statement-breakpoint
ALTER TABLE "credit_requests" RENAME COLUMN "asked" TO "requested";
--> statement-breakpoint
ALTER TABLE "credit_requests" RENAME COLUMN "decided_by" TO "answered_by";
