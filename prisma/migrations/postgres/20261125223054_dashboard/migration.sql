-- DropForeignKey
ALTER TABLE "data_connection" DROP CONSTRAINT "data_connection_user_id_fkey";

-- DropIndex
DROP INDEX "data_connection_account_id_id_idx";

-- DropIndex
DROP INDEX "data_connection_account_id_status_id_idx";

-- DropIndex
DROP INDEX "data_sync_account_id_id_idx";

-- AlterTable
ALTER TABLE "data_connection" ADD COLUMN     "change_key" TEXT,
ADD COLUMN     "data_type_bits" BIGINT,
ADD COLUMN     "funnel_step" INTEGER,
ADD COLUMN     "last_error_code" TEXT,
ADD COLUMN     "last_synced_at" TIMESTAMP(3),
ADD COLUMN     "status_changed_at" TIMESTAMP(3),
ADD COLUMN     "user_group" TEXT;

-- AlterTable
ALTER TABLE "data_sync" ADD COLUMN     "change_key" TEXT;

-- Fill the new columns
UPDATE "data_sync" SET "change_key" = "id";
ALTER TABLE "data_sync" ALTER COLUMN "change_key" SET NOT NULL;
UPDATE "data_connection" AS c SET
  "user_group" = (SELECT u."group" FROM "user" u WHERE u.id = c.user_id),
  "change_key" = c.id,
  "data_type_bits" = (SELECT COALESCE(SUM(CASE value WHEN 'BANK_ACCOUNT' THEN 1 WHEN 'BANK_TRANSACTION' THEN 2 WHEN 'BENEFICIAL_OWNER' THEN 4 WHEN 'COMPANY_OFFICER' THEN 8 WHEN 'BACKGROUND_CHECK' THEN 16 WHEN 'CONFORMITY_CHECK' THEN 32 WHEN 'FINANCIAL_STATEMENT' THEN 64 WHEN 'TAX_RETURN' THEN 128 WHEN 'TAX_RETURN_ANALYSIS' THEN 256 WHEN 'VAT_DECLARATION' THEN 512 WHEN 'CORPORATE_TAX' THEN 1024 WHEN 'TAX_ACCOUNT' THEN 2048 WHEN 'TAX_CLEARANCE_CERTIFICATE' THEN 4096 WHEN 'COMMERCE_CUSTOMER' THEN 8192 WHEN 'COMMERCE_ORDER' THEN 16384 WHEN 'COMMERCE_TRANSACTION' THEN 32768 WHEN 'COMMERCE_TRANSACTIONS_INSIGHT' THEN 65536 WHEN 'COMMERCE_BALANCE' THEN 131072 WHEN 'COMMERCE_DISPUTE' THEN 262144 WHEN 'COMMERCE_DISPUTES_INSIGHT' THEN 524288 WHEN 'COMMERCE_SUBSCRIPTION' THEN 1048576 WHEN 'COMMERCE_SUBSCRIPTIONS_INSIGHT' THEN 2097152 WHEN 'COMMERCE_PRODUCT' THEN 4194304 WHEN 'COMMERCE_LOCATION' THEN 8388608 WHEN 'COURT_DECISION' THEN 16777216 WHEN 'COLLECTIVE_PROCEDURE' THEN 33554432 WHEN 'COMPANY_PROFILE' THEN 67108864 WHEN 'CORPORATE_OFFICE' THEN 134217728 WHEN 'REGISTRATION_PROOF' THEN 268435456 WHEN 'AVIS_SIREN' THEN 536870912 WHEN 'ARTICLES_OF_ASSOCIATION' THEN 1073741824 WHEN 'ACT' THEN 2147483648 WHEN 'LEGAL_NOTICE' THEN 4294967296 WHEN 'TIMELINE' THEN 8589934592 WHEN 'BACKGROUND_CHECK_V2' THEN 17179869184 ELSE 0 END), 0) FROM jsonb_array_elements_text(c.requested_data_types) AS value),
  "status_changed_at" = COALESCE((SELECT MAX(e.created_at) FROM connection_event e WHERE e.account_id = c.account_id AND e.connection_id = c.id AND e.to_status IS NOT NULL), c.created_at),
  "funnel_step" = CASE
    WHEN EXISTS (SELECT 1 FROM connection_event e WHERE e.connection_id = c.id AND e.connection_version = 1 AND e.to_status = 'CONNECTED') THEN 0
    WHEN c.connected_at IS NOT NULL THEN 5
    WHEN EXISTS (SELECT 1 FROM connection_event e WHERE e.account_id = c.account_id AND e.connection_id = c.id AND e.type = 'CONNECT_LEFT_FOR_PROVIDER') THEN 4
    WHEN EXISTS (SELECT 1 FROM connection_event e WHERE e.account_id = c.account_id AND e.connection_id = c.id AND e.type = 'CONNECT_ALLOWED') THEN 3
    WHEN c.status = 'CONNECTING' THEN 2 ELSE 1 END,
  "last_error_code" = (SELECT s.error_code FROM sync_state st JOIN data_sync s ON s.id = st.last_sync_id WHERE st.connection_id = c.id AND s.active_key IS NULL AND s.error_code IS NOT NULL ORDER BY s.completed_at DESC, s.id DESC LIMIT 1),
  "last_synced_at" = (SELECT MAX(st.succeeded_at) FROM sync_state st WHERE st.connection_id = c.id);
ALTER TABLE "data_connection"
  ALTER COLUMN "change_key" SET NOT NULL,
  ALTER COLUMN "data_type_bits" SET NOT NULL,
  ALTER COLUMN "funnel_step" SET NOT NULL,
  ALTER COLUMN "status_changed_at" SET NOT NULL,
  ALTER COLUMN "user_group" SET NOT NULL;

-- CreateTable
CREATE TABLE "stat_delta" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "provider_name" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,

    CONSTRAINT "stat_delta_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stat_total" (
    "account_id" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "bucket" INTEGER NOT NULL,
    "provider_name" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,

    CONSTRAINT "stat_total_pkey" PRIMARY KEY ("account_id","metric","period","bucket","provider_name","label")
);

-- CreateIndex
CREATE INDEX "stat_delta_account_id_metric_hour_idx" ON "stat_delta"("account_id", "metric", "hour");

-- CreateIndex
CREATE INDEX "stat_total_period_bucket_idx" ON "stat_total"("period", "bucket");

-- DropIndex
DROP INDEX "user_account_id_name_search_idx";

-- CreateIndex
CREATE INDEX "user_account_id_name_search_id_idx" ON "user"("account_id", "name_search", "id");

-- CreateIndex
CREATE UNIQUE INDEX "user_id_group_key" ON "user"("id", "group");

-- CreateIndex
CREATE INDEX "data_connection_by_creation_idx" ON "data_connection"("account_id", "id", "status", "provider_name", "user_group", "last_error_code", "data_type_bits");

-- CreateIndex
CREATE INDEX "data_connection_by_change_idx" ON "data_connection"("account_id", "change_key", "status", "provider_name", "user_group", "last_error_code", "data_type_bits", "id");

-- CreateIndex
CREATE INDEX "data_connection_account_id_status_provider_name_status_chan_idx" ON "data_connection"("account_id", "status", "provider_name", "status_changed_at");

-- CreateIndex
CREATE INDEX "data_connection_by_group_idx" ON "data_connection"("account_id", "user_group", "id", "status", "provider_name", "last_error_code", "data_type_bits");

-- CreateIndex
CREATE INDEX "data_connection_by_error_idx" ON "data_connection"("account_id", "last_error_code", "id", "status", "provider_name", "user_group", "data_type_bits");

-- CreateIndex
CREATE INDEX "data_sync_by_request_idx" ON "data_sync"("account_id", "id", "status", "provider_name", "data_type", "error_code");

-- CreateIndex
CREATE INDEX "data_sync_account_id_status_id_idx" ON "data_sync"("account_id", "status", "id");

-- CreateIndex
CREATE INDEX "data_sync_account_id_error_code_id_idx" ON "data_sync"("account_id", "error_code", "id");

-- CreateIndex
CREATE INDEX "data_sync_account_id_change_key_idx" ON "data_sync"("account_id", "change_key");

-- AddForeignKey
ALTER TABLE "data_connection" ADD CONSTRAINT "data_connection_user_id_user_group_fkey" FOREIGN KEY ("user_id", "user_group") REFERENCES "user"("id", "group") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is there already is counted, so that an installation that is upgraded shows right numbers.
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'connections', 'EVER', 0, provider_name, status::text, COUNT(*) FROM data_connection GROUP BY 1, 5, 6;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'connections', 'DAY', bucket, provider_name, label, SUM(amount) FROM (
  SELECT account_id, FLOOR(EXTRACT(EPOCH FROM created_at) / 3600)::int / 24 AS bucket, provider_name, to_status::text AS label, 1 AS amount FROM connection_event WHERE to_status IS NOT NULL
  UNION ALL
  SELECT account_id, FLOOR(EXTRACT(EPOCH FROM created_at) / 3600)::int / 24, provider_name, from_status::text, -1 FROM connection_event WHERE from_status IS NOT NULL
  UNION ALL
  SELECT d.account_id, FLOOR(EXTRACT(EPOCH FROM d.created_at) / 3600)::int / 24, d.provider_name, l.to_status::text, -1 FROM connection_event d
  JOIN connection_event l ON l.connection_id = d.connection_id AND l.connection_version = (SELECT MAX(v.connection_version) FROM connection_event v WHERE v.connection_id = d.connection_id AND v.to_status IS NOT NULL)
  WHERE d.type = 'DATA_CONNECTION_DELETED' AND d.from_status IS NULL
) AS changes GROUP BY 1, 4, 5, 6 HAVING SUM(amount) <> 0;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT c.account_id, 'funnel', 'DAY', FLOOR(EXTRACT(EPOCH FROM c.created_at) / 3600)::int / 24, c.provider_name, s.label, COUNT(*) FROM data_connection c
JOIN (SELECT 1 AS step, 'CREATED' AS label UNION ALL SELECT 2, 'OPENED' UNION ALL SELECT 3, 'ALLOWED' UNION ALL SELECT 4, 'LEFT_FOR_PROVIDER' UNION ALL SELECT 5, 'CONNECTED') AS s ON s.step <= c.funnel_step
GROUP BY 1, 4, 5, 6;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'connect_stops', 'DAY', FLOOR(EXTRACT(EPOCH FROM created_at) / 3600)::int / 24, provider_name, SUBSTR(type, 9), COUNT(*) FROM connection_event WHERE type IN ('CONNECT_CANCELLED_HERE', 'CONNECT_DENIED_AT_PROVIDER', 'CONNECT_PROVIDER_TROUBLE', 'CONNECT_KEY_REFUSED', 'CONNECT_OTHER_ACCOUNT', 'CONNECT_PARTLY_SHARED', 'CONNECT_LOST_THREAD') GROUP BY 1, 4, 5, 6;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'syncs', 'HOUR', FLOOR(EXTRACT(EPOCH FROM completed_at) / 3600)::int, provider_name, status::text, COUNT(*) FROM data_sync WHERE completed_at IS NOT NULL GROUP BY 1, 4, 5, 6;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'sync_errors', 'HOUR', FLOOR(EXTRACT(EPOCH FROM completed_at) / 3600)::int, provider_name, error_code, COUNT(*) FROM data_sync WHERE completed_at IS NOT NULL AND error_code IS NOT NULL GROUP BY 1, 4, 5, 6;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'sync_durations', 'HOUR', FLOOR(EXTRACT(EPOCH FROM completed_at) / 3600)::int, provider_name, (CASE WHEN (EXTRACT(EPOCH FROM completed_at - started_at) * 1000) < 100 THEN 0 ELSE LEAST(80, 1 + FLOOR(LN((EXTRACT(EPOCH FROM completed_at - started_at) * 1000) / 100) / LN(1.25))::int) END)::text, COUNT(*) FROM data_sync WHERE completed_at IS NOT NULL AND started_at IS NOT NULL AND status = 'SUCCESS' GROUP BY 1, 4, 5, 6;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'syncs', 'DAY', FLOOR(EXTRACT(EPOCH FROM completed_at) / 3600)::int / 24, provider_name, status::text, COUNT(*) FROM data_sync WHERE completed_at IS NOT NULL GROUP BY 1, 4, 5, 6;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'sync_errors', 'DAY', FLOOR(EXTRACT(EPOCH FROM completed_at) / 3600)::int / 24, provider_name, error_code, COUNT(*) FROM data_sync WHERE completed_at IS NOT NULL AND error_code IS NOT NULL GROUP BY 1, 4, 5, 6;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'sync_durations', 'DAY', FLOOR(EXTRACT(EPOCH FROM completed_at) / 3600)::int / 24, provider_name, (CASE WHEN (EXTRACT(EPOCH FROM completed_at - started_at) * 1000) < 100 THEN 0 ELSE LEAST(80, 1 + FLOOR(LN((EXTRACT(EPOCH FROM completed_at - started_at) * 1000) / 100) / LN(1.25))::int) END)::text, COUNT(*) FROM data_sync WHERE completed_at IS NOT NULL AND started_at IS NOT NULL AND status = 'SUCCESS' GROUP BY 1, 4, 5, 6;

-- The beginning of a name is a range of its index, whatever the language of the database.
ALTER TABLE "user" ALTER COLUMN "name_search" TYPE TEXT COLLATE "C";
