-- AlterTable
ALTER TABLE "data_connection" ADD COLUMN "next_sync_at" DATETIME;

-- AlterTable
ALTER TABLE "connection_event" ADD COLUMN "data_sync_id" TEXT;
ALTER TABLE "connection_event" ADD COLUMN "data_type" TEXT;

-- CreateTable
CREATE TABLE "data_sync" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "account_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "provider_name" TEXT NOT NULL,
    "data_type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "active_key" TEXT,
    "trigger" TEXT NOT NULL,
    "request_id" TEXT,
    "requested_at" DATETIME NOT NULL,
    "started_at" DATETIME,
    "completed_at" DATETIME,
    "expires_at" DATETIME,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" DATETIME NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failing_since" DATETIME,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "pages" INTEGER NOT NULL DEFAULT 0,
    "added" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "removed" INTEGER NOT NULL DEFAULT 0,
    "error_code" TEXT,
    "error_message" TEXT,
    CONSTRAINT "data_sync_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "data_connection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "sync_state" (
    "connection_id" TEXT NOT NULL,
    "data_type" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "last_sync_id" TEXT NOT NULL,
    "position" TEXT,
    "checkpoint" TEXT,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "full_read_at" DATETIME,
    "succeeded_at" DATETIME,

    PRIMARY KEY ("connection_id", "data_type"),
    CONSTRAINT "sync_state_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "data_connection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "data_record" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "account_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "provider_name" TEXT NOT NULL,
    "data_type" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "is_removed" BOOLEAN NOT NULL DEFAULT false,
    "seen_in" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "record_clock" (
    "user_id" TEXT NOT NULL PRIMARY KEY,
    "position" BIGINT NOT NULL,
    CONSTRAINT "record_clock_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "job" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "key" TEXT,
    "payload" JSONB NOT NULL,
    "due_at" DATETIME,
    "owner" TEXT,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "provider_breaker" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "open_until" DATETIME,
    "openings" INTEGER NOT NULL DEFAULT 0,
    "updated_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "provider_slot" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "owner" TEXT NOT NULL,
    "lease_until" DATETIME NOT NULL
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_provider_grant" (
    "connection_id" TEXT NOT NULL PRIMARY KEY,
    "account_id" TEXT NOT NULL,
    "secrets" TEXT NOT NULL,
    "scope" TEXT,
    "access_token_expires_at" DATETIME,
    "obtained_at" DATETIME NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "refresh_owner" TEXT,
    "refresh_lease_until" DATETIME,
    "refresh_fence" INTEGER NOT NULL DEFAULT 0,
    "refresh_intent" TEXT,
    "previous_secrets" TEXT,
    "previous_until" DATETIME,
    CONSTRAINT "provider_grant_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "data_connection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_provider_grant" ("access_token_expires_at", "account_id", "connection_id", "obtained_at", "scope", "secrets", "version") SELECT "access_token_expires_at", "account_id", "connection_id", "obtained_at", "scope", "secrets", "version" FROM "provider_grant";
DROP TABLE "provider_grant";
ALTER TABLE "new_provider_grant" RENAME TO "provider_grant";
CREATE INDEX "provider_grant_previous_until_idx" ON "provider_grant"("previous_until");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "data_sync_active_key_key" ON "data_sync"("active_key");

-- CreateIndex
CREATE INDEX "data_sync_account_id_user_id_id_idx" ON "data_sync"("account_id", "user_id", "id");

-- CreateIndex
CREATE INDEX "data_sync_connection_id_id_idx" ON "data_sync"("connection_id", "id");

-- CreateIndex
CREATE INDEX "data_sync_account_id_id_idx" ON "data_sync"("account_id", "id");

-- CreateIndex
CREATE INDEX "data_sync_expires_at_idx" ON "data_sync"("expires_at");

-- CreateIndex
CREATE INDEX "data_record_connection_id_data_type_is_removed_position_idx" ON "data_record"("connection_id", "data_type", "is_removed", "position");

-- CreateIndex
CREATE UNIQUE INDEX "job_key_key" ON "job"("key");

-- CreateIndex
CREATE INDEX "job_kind_due_at_idx" ON "job"("kind", "due_at");

-- CreateIndex
CREATE INDEX "data_connection_account_id_provider_name_id_idx" ON "data_connection"("account_id", "provider_name", "id");

-- CreateIndex
CREATE INDEX "data_connection_next_sync_at_idx" ON "data_connection"("next_sync_at");
