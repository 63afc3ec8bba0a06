DROP INDEX "ledger_overruns";--> statement-breakpoint
CREATE INDEX "ledger_at_operators_cost" ON "ledger" USING btree ("team_id","at") WHERE kind in ('overrun', 'loss');