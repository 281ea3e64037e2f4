-- CreateTable
CREATE TABLE "bulk_run" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "account_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "started_by" TEXT NOT NULL,
    "request_id" TEXT,
    "selection" TEXT,
    "shown_filter" JSONB NOT NULL,
    "expected" INTEGER NOT NULL,
    "expected_capped" BOOLEAN NOT NULL,
    "position" TEXT NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "reasons" JSONB NOT NULL,
    "created_at" DATETIME NOT NULL,
    "ended_at" DATETIME,
    CONSTRAINT "bulk_run_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "bulk_refusal" (
    "run_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "data_type" TEXT,
    "code" TEXT NOT NULL,

    PRIMARY KEY ("run_id", "item_id"),
    CONSTRAINT "bulk_refusal_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "bulk_run" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "bulk_refusal_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "data_connection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "bulk_run_account_id_id_idx" ON "bulk_run"("account_id", "id");

-- CreateIndex
CREATE INDEX "bulk_run_ended_at_idx" ON "bulk_run"("ended_at");

-- CreateIndex
CREATE INDEX "bulk_refusal_connection_id_idx" ON "bulk_refusal"("connection_id");
