-- CreateEnum
CREATE TYPE "BulkAction" AS ENUM ('SYNC', 'RETRY', 'DISCONNECT');

-- CreateEnum
CREATE TYPE "BulkStatus" AS ENUM ('RUNNING', 'DONE', 'CANCELLED');

-- CreateTable
CREATE TABLE "bulk_run" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "action" "BulkAction" NOT NULL,
    "status" "BulkStatus" NOT NULL,
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
    "created_at" TIMESTAMP(3) NOT NULL,
    "ended_at" TIMESTAMP(3),

    CONSTRAINT "bulk_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_refusal" (
    "run_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "data_type" TEXT,
    "code" TEXT NOT NULL,

    CONSTRAINT "bulk_refusal_pkey" PRIMARY KEY ("run_id","item_id")
);

-- CreateIndex
CREATE INDEX "bulk_run_account_id_id_idx" ON "bulk_run"("account_id", "id");

-- CreateIndex
CREATE INDEX "bulk_run_ended_at_idx" ON "bulk_run"("ended_at");

-- CreateIndex
CREATE INDEX "bulk_refusal_connection_id_idx" ON "bulk_refusal"("connection_id");

-- AddForeignKey
ALTER TABLE "bulk_run" ADD CONSTRAINT "bulk_run_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_refusal" ADD CONSTRAINT "bulk_refusal_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "bulk_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_refusal" ADD CONSTRAINT "bulk_refusal_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "data_connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;
