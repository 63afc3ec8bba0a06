CREATE TABLE "plan_gates" (
	"provider" text NOT NULL,
	"key_hash" text NOT NULL,
	"model" text NOT NULL,
	"demands" jsonb NOT NULL,
	"plan" text,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "plan_gates_provider_key_hash_model_demands_pk" PRIMARY KEY("provider","key_hash","model","demands")
);
