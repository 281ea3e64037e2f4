-- CreateEnum
CREATE TYPE "DataSyncStatus" AS ENUM ('QUEUED', 'FETCHING', 'SUCCESS', 'AUTH_ERROR', 'FETCH_ERROR', 'INTERNAL_ERROR');

-- AlterTable
ALTER TABLE "data_connection" ADD COLUMN     "next_sync_at" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "provider_grant" ADD COLUMN     "previous_secrets" TEXT,
ADD COLUMN     "previous_until" TIMESTAMP(3),
ADD COLUMN     "refresh_fence" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "refresh_intent" TEXT,
ADD COLUMN     "refresh_lease_until" TIMESTAMP(3),
ADD COLUMN     "refresh_owner" TEXT;

-- AlterTable
ALTER TABLE "connection_event" ADD COLUMN     "data_sync_id" TEXT,
ADD COLUMN     "data_type" TEXT;

-- CreateTable
CREATE TABLE "data_sync" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "provider_name" TEXT NOT NULL,
    "data_type" TEXT NOT NULL,
    "status" "DataSyncStatus" NOT NULL,
    "active_key" TEXT,
    "trigger" TEXT NOT NULL,
    "request_id" TEXT,
    "requested_at" TIMESTAMP(3) NOT NULL,
    "started_at" TIMESTAMP(3),
    "completed_at" TIMESTAMP(3),
    "expires_at" TIMESTAMP(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMP(3) NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failing_since" TIMESTAMP(3),
    "fence" INTEGER NOT NULL DEFAULT 0,
    "pages" INTEGER NOT NULL DEFAULT 0,
    "added" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "removed" INTEGER NOT NULL DEFAULT 0,
    "error_code" TEXT,
    "error_message" TEXT,

    CONSTRAINT "data_sync_pkey" PRIMARY KEY ("id")
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
    "full_read_at" TIMESTAMP(3),
    "succeeded_at" TIMESTAMP(3),

    CONSTRAINT "sync_state_pkey" PRIMARY KEY ("connection_id","data_type")
);

-- CreateTable
CREATE TABLE "data_record" (
    "id" TEXT NOT NULL,
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
    "seen_in" INTEGER NOT NULL,

    CONSTRAINT "data_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "record_clock" (
    "user_id" TEXT NOT NULL,
    "position" BIGINT NOT NULL,

    CONSTRAINT "record_clock_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "job" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT,
    "payload" JSONB NOT NULL,
    "due_at" TIMESTAMP(3),
    "owner" TEXT,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_breaker" (
    "id" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "open_until" TIMESTAMP(3),
    "openings" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "provider_breaker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_slot" (
    "id" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "lease_until" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "provider_slot_pkey" PRIMARY KEY ("id")
);

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

-- CreateIndex
CREATE INDEX "provider_grant_previous_until_idx" ON "provider_grant"("previous_until");

-- AddForeignKey
ALTER TABLE "data_sync" ADD CONSTRAINT "data_sync_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "data_connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_state" ADD CONSTRAINT "sync_state_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "data_connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "record_clock" ADD CONSTRAINT "record_clock_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
