CREATE TABLE "check_failures" (
	"provider" text PRIMARY KEY NOT NULL,
	"trouble" text NOT NULL,
	"consecutive_failures" smallint NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"circuit_open_until" timestamp with time zone
);
