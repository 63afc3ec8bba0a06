CREATE TABLE "provider_balances" (
	"provider" text PRIMARY KEY NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"credits" double precision,
	"looked_at" timestamp with time zone,
	"low" boolean DEFAULT false NOT NULL
);
