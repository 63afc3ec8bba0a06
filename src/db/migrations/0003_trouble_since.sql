ALTER TABLE "provider_health" ADD COLUMN "since" timestamp with time zone;--> statement-breakpoint
-- When it was last reported is all that is known of troubles that go on already.
UPDATE "provider_health" SET "since" = "at";--> statement-breakpoint
ALTER TABLE "provider_health" ALTER COLUMN "since" SET NOT NULL;
