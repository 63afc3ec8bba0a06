CREATE TABLE "forgotten_files" (
	"key" text PRIMARY KEY NOT NULL,
	"due_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "forgotten_files_due" ON "forgotten_files" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "jobs_unforgotten" ON "jobs" USING btree ("created_at") WHERE not open and request -> 'forgotten' is null;--> statement-breakpoint
-- Handles of providers lead to prompts and videos; to know them again their digests are enough.
UPDATE "renders" SET "render" = encode(sha256(convert_to("render", 'UTF8')), 'hex');--> statement-breakpoint
DELETE FROM "facts" WHERE "key" LIKE 'stray %';
