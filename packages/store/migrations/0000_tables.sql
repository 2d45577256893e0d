CREATE TABLE "audit_heads" (
	"workspace" text PRIMARY KEY NOT NULL,
	"sequence" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"workspace" text NOT NULL,
	"sequence" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_log_workspace_sequence_pk" PRIMARY KEY("workspace","sequence")
);
--> statement-breakpoint
CREATE TABLE "curves" (
	"evaluation" bigint PRIMARY KEY NOT NULL,
	"length" integer NOT NULL,
	"body" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evaluations" (
	"number" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "evaluations_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace" text NOT NULL,
	"id" text NOT NULL,
	"model" text NOT NULL,
	"verdict" text NOT NULL,
	"gates" jsonb NOT NULL,
	"blocking" jsonb NOT NULL,
	"policy_sha256" text NOT NULL,
	"origin" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"engine" jsonb NOT NULL,
	"datasets" jsonb NOT NULL,
	"report" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evidence" (
	"evaluation" bigint PRIMARY KEY NOT NULL,
	"length" integer NOT NULL,
	"body" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gate_results" (
	"evaluation" bigint NOT NULL,
	"position" integer NOT NULL,
	"gate" text NOT NULL,
	"status" text NOT NULL,
	"severity" text NOT NULL,
	"blocking" boolean NOT NULL,
	"metric" text NOT NULL,
	"dataset" text NOT NULL,
	"model" text NOT NULL,
	"versus" text,
	"condition" jsonb NOT NULL,
	"reason" text NOT NULL,
	"slice" text,
	"value" double precision,
	"lower" double precision,
	"upper" double precision,
	CONSTRAINT "gate_results_evaluation_position_pk" PRIMARY KEY("evaluation","position")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"name" text NOT NULL,
	"due" timestamp (3) with time zone NOT NULL,
	"holder" text NOT NULL,
	"lease_until" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 1 NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"outcome" jsonb,
	CONSTRAINT "jobs_name_due_pk" PRIMARY KEY("name","due")
);
--> statement-breakpoint
CREATE TABLE "measurements" (
	"evaluation" bigint NOT NULL,
	"gate" integer NOT NULL,
	"position" integer NOT NULL,
	"slice" text NOT NULL,
	"status" text NOT NULL,
	"value" double precision,
	"lower" double precision,
	"upper" double precision,
	"rows" double precision NOT NULL,
	CONSTRAINT "measurements_evaluation_gate_position_pk" PRIMARY KEY("evaluation","gate","position")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"workspace" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"owners" jsonb NOT NULL,
	"evaluations" integer DEFAULT 0 NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "models_workspace_name_pk" PRIMARY KEY("workspace","name")
);
--> statement-breakpoint
CREATE TABLE "policies" (
	"workspace" text NOT NULL,
	"sha256" text NOT NULL,
	"model" text NOT NULL,
	"files" jsonb NOT NULL,
	"evaluations" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policies_workspace_sha256_pk" PRIMARY KEY("workspace","sha256")
);
--> statement-breakpoint
CREATE TABLE "tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace" text NOT NULL,
	"name" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"prefix" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "waivers" (
	"evaluation" bigint NOT NULL,
	"position" integer NOT NULL,
	"gate" text NOT NULL,
	"slice" text,
	"until" date NOT NULL,
	"reason" text NOT NULL,
	"approved_by" text NOT NULL,
	"state" text NOT NULL,
	CONSTRAINT "waivers_evaluation_position_pk" PRIMARY KEY("evaluation","position")
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "workspaces_name_unique" UNIQUE("name")
);
--> statement-breakpoint
ALTER TABLE "audit_heads" ADD CONSTRAINT "audit_heads_workspace_workspaces_id_fk" FOREIGN KEY ("workspace") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_workspace_workspaces_id_fk" FOREIGN KEY ("workspace") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "curves" ADD CONSTRAINT "curves_evaluation_evaluations_number_fk" FOREIGN KEY ("evaluation") REFERENCES "public"."evaluations"("number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_workspace_model_models_workspace_name_fk" FOREIGN KEY ("workspace","model") REFERENCES "public"."models"("workspace","name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_workspace_policy_sha256_policies_workspace_sha256_fk" FOREIGN KEY ("workspace","policy_sha256") REFERENCES "public"."policies"("workspace","sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_evaluation_evaluations_number_fk" FOREIGN KEY ("evaluation") REFERENCES "public"."evaluations"("number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gate_results" ADD CONSTRAINT "gate_results_evaluation_evaluations_number_fk" FOREIGN KEY ("evaluation") REFERENCES "public"."evaluations"("number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "measurements" ADD CONSTRAINT "measurements_evaluation_evaluations_number_fk" FOREIGN KEY ("evaluation") REFERENCES "public"."evaluations"("number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_workspace_workspaces_id_fk" FOREIGN KEY ("workspace") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_workspace_workspaces_id_fk" FOREIGN KEY ("workspace") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_workspace_workspaces_id_fk" FOREIGN KEY ("workspace") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waivers" ADD CONSTRAINT "waivers_evaluation_evaluations_number_fk" FOREIGN KEY ("evaluation") REFERENCES "public"."evaluations"("number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "evaluations_by_id" ON "evaluations" USING btree ("workspace","id");--> statement-breakpoint
CREATE INDEX "evaluations_by_time" ON "evaluations" USING btree ("workspace","created_at","id");--> statement-breakpoint
CREATE INDEX "evaluations_by_model" ON "evaluations" USING btree ("workspace","model","created_at","id");--> statement-breakpoint
CREATE INDEX "evaluations_by_verdict" ON "evaluations" USING btree ("workspace","verdict","created_at","id");--> statement-breakpoint
CREATE INDEX "evaluations_by_model_verdict" ON "evaluations" USING btree ("workspace","model","verdict","created_at","id");--> statement-breakpoint
CREATE INDEX "evaluations_by_policy" ON "evaluations" USING btree ("workspace","policy_sha256","created_at","id");--> statement-breakpoint
CREATE INDEX "policies_by_model" ON "policies" USING btree ("workspace","model","created_at","sha256");--> statement-breakpoint
CREATE INDEX "tokens_by_workspace" ON "tokens" USING btree ("workspace","created_at","id");