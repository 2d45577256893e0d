CREATE TABLE "pushes" (
	"number" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "pushes_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"evaluation" bigint NOT NULL,
	"workspace" text NOT NULL,
	"model" text NOT NULL,
	"verdict" text NOT NULL,
	"policy_sha256" text NOT NULL,
	"origin" jsonb NOT NULL,
	"origin_sha256" "bytea" NOT NULL,
	"actor" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "evaluations_by_time";--> statement-breakpoint
DROP INDEX "evaluations_by_model";--> statement-breakpoint
DROP INDEX "evaluations_by_verdict";--> statement-breakpoint
DROP INDEX "evaluations_by_model_verdict";--> statement-breakpoint
DROP INDEX "policies_by_model";--> statement-breakpoint
-- What was kept until now was pushed once each; who by, the audit log knows. The hash is that of the origin's canonical JSON.
INSERT INTO "pushes" ("evaluation", "workspace", "model", "verdict", "policy_sha256", "origin", "origin_sha256", "actor", "created_at")
  SELECT e."number", e."workspace", e."model", e."verdict", e."policy_sha256", e."origin",
    sha256(convert_to('{' || coalesce((
      SELECT string_agg(to_json(o."key")::text || ':' || to_json(o."value")::text, ',' ORDER BY o."key" COLLATE "C")
      FROM jsonb_each_text(e."origin") AS o
    ), '') || '}', 'UTF8')),
    coalesce(a."actor", 'unknown'), e."created_at"
  FROM "evaluations" AS e
  LEFT JOIN (
    SELECT "workspace", "subject", min("actor") AS "actor" FROM "audit_log"
    WHERE "action" = 'evaluation.pushed' GROUP BY "workspace", "subject"
  ) AS a ON a."workspace" = e."workspace" AND a."subject" = e."id"
  ORDER BY e."created_at", e."number";
--> statement-breakpoint
ALTER TABLE "policies" ADD COLUMN "last_at" timestamp (3) with time zone;--> statement-breakpoint
UPDATE "policies" SET "last_at" = greatest("created_at", (
  SELECT max(e."created_at") FROM "evaluations" AS e
  WHERE e."workspace" = "policies"."workspace" AND e."policy_sha256" = "policies"."sha256"
));--> statement-breakpoint
ALTER TABLE "policies" ALTER COLUMN "last_at" SET NOT NULL;--> statement-breakpoint
DROP INDEX "evaluations_by_policy";--> statement-breakpoint
ALTER TABLE "pushes" ADD CONSTRAINT "pushes_evaluation_evaluations_number_fk" FOREIGN KEY ("evaluation") REFERENCES "public"."evaluations"("number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "pushes_once" ON "pushes" USING btree ("evaluation","origin_sha256");--> statement-breakpoint
CREATE INDEX "pushes_by_evaluation" ON "pushes" USING btree ("evaluation","created_at","number");--> statement-breakpoint
CREATE INDEX "pushes_by_time" ON "pushes" USING btree ("workspace","created_at","number");--> statement-breakpoint
CREATE INDEX "pushes_by_model" ON "pushes" USING btree ("workspace","model","created_at","number");--> statement-breakpoint
CREATE INDEX "pushes_by_verdict" ON "pushes" USING btree ("workspace","verdict","created_at","number");--> statement-breakpoint
CREATE INDEX "pushes_by_model_verdict" ON "pushes" USING btree ("workspace","model","verdict","created_at","number");--> statement-breakpoint
CREATE INDEX "pushes_by_policy" ON "pushes" USING btree ("workspace","policy_sha256","created_at","number");--> statement-breakpoint
CREATE INDEX "policies_by_model" ON "policies" USING btree ("workspace","model","last_at","sha256");--> statement-breakpoint
ALTER TABLE "evaluations" DROP COLUMN "origin";--> statement-breakpoint
ALTER TABLE "evaluations" DROP COLUMN "created_at";