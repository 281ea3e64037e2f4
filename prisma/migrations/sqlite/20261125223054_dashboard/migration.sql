-- CreateTable
CREATE TABLE "stat_delta" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "account_id" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "provider_name" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "amount" INTEGER NOT NULL
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

    PRIMARY KEY ("account_id", "metric", "period", "bucket", "provider_name", "label")
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_data_connection" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "account_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "user_group" TEXT NOT NULL,
    "provider_name" TEXT NOT NULL,
    "unique_key" TEXT,
    "requested_data_types" JSONB NOT NULL,
    "data_type_bits" BIGINT NOT NULL,
    "granted_data_types" JSONB,
    "agreed_data_types" JSONB,
    "skip_permissions" BOOLEAN NOT NULL,
    "purpose" TEXT,
    "return_url" TEXT,
    "status" TEXT NOT NULL,
    "status_changed_at" DATETIME NOT NULL,
    "change_key" TEXT NOT NULL,
    "funnel_step" INTEGER NOT NULL,
    "last_error_code" TEXT,
    "last_synced_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 1,
    "link_version" INTEGER NOT NULL DEFAULT 1,
    "link_token_hash" TEXT,
    "link_token" TEXT,
    "provider_account_id" TEXT,
    "provider_account_label" TEXT,
    "created_at" DATETIME NOT NULL,
    "connected_at" DATETIME,
    "disconnected_at" DATETIME,
    "next_sync_at" DATETIME,
    CONSTRAINT "data_connection_user_id_user_group_fkey" FOREIGN KEY ("user_id", "user_group") REFERENCES "user" ("id", "group") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_data_connection" ("account_id", "agreed_data_types", "connected_at", "created_at", "disconnected_at", "granted_data_types", "id", "link_token", "link_token_hash", "link_version", "next_sync_at", "provider_account_id", "provider_account_label", "provider_name", "purpose", "requested_data_types", "return_url", "skip_permissions", "status", "unique_key", "user_id", "version", "user_group", "change_key", "data_type_bits", "status_changed_at", "funnel_step", "last_error_code", "last_synced_at") SELECT c."account_id", c."agreed_data_types", c."connected_at", c."created_at", c."disconnected_at", c."granted_data_types", c."id", c."link_token", c."link_token_hash", c."link_version", c."next_sync_at", c."provider_account_id", c."provider_account_label", c."provider_name", c."purpose", c."requested_data_types", c."return_url", c."skip_permissions", c."status", c."unique_key", c."user_id", c."version",
  (SELECT u."group" FROM "user" u WHERE u.id = c.user_id),
  c.id,
  (SELECT COALESCE(SUM(CASE value WHEN 'BANK_ACCOUNT' THEN 1 WHEN 'BANK_TRANSACTION' THEN 2 WHEN 'BENEFICIAL_OWNER' THEN 4 WHEN 'COMPANY_OFFICER' THEN 8 WHEN 'BACKGROUND_CHECK' THEN 16 WHEN 'CONFORMITY_CHECK' THEN 32 WHEN 'FINANCIAL_STATEMENT' THEN 64 WHEN 'TAX_RETURN' THEN 128 WHEN 'TAX_RETURN_ANALYSIS' THEN 256 WHEN 'VAT_DECLARATION' THEN 512 WHEN 'CORPORATE_TAX' THEN 1024 WHEN 'TAX_ACCOUNT' THEN 2048 WHEN 'TAX_CLEARANCE_CERTIFICATE' THEN 4096 WHEN 'COMMERCE_CUSTOMER' THEN 8192 WHEN 'COMMERCE_ORDER' THEN 16384 WHEN 'COMMERCE_TRANSACTION' THEN 32768 WHEN 'COMMERCE_TRANSACTIONS_INSIGHT' THEN 65536 WHEN 'COMMERCE_BALANCE' THEN 131072 WHEN 'COMMERCE_DISPUTE' THEN 262144 WHEN 'COMMERCE_DISPUTES_INSIGHT' THEN 524288 WHEN 'COMMERCE_SUBSCRIPTION' THEN 1048576 WHEN 'COMMERCE_SUBSCRIPTIONS_INSIGHT' THEN 2097152 WHEN 'COMMERCE_PRODUCT' THEN 4194304 WHEN 'COMMERCE_LOCATION' THEN 8388608 WHEN 'COURT_DECISION' THEN 16777216 WHEN 'COLLECTIVE_PROCEDURE' THEN 33554432 WHEN 'COMPANY_PROFILE' THEN 67108864 WHEN 'CORPORATE_OFFICE' THEN 134217728 WHEN 'REGISTRATION_PROOF' THEN 268435456 WHEN 'AVIS_SIREN' THEN 536870912 WHEN 'ARTICLES_OF_ASSOCIATION' THEN 1073741824 WHEN 'ACT' THEN 2147483648 WHEN 'LEGAL_NOTICE' THEN 4294967296 WHEN 'TIMELINE' THEN 8589934592 WHEN 'BACKGROUND_CHECK_V2' THEN 17179869184 ELSE 0 END), 0) FROM json_each(c.requested_data_types)),
  COALESCE((SELECT MAX(e.created_at) FROM connection_event e WHERE e.account_id = c.account_id AND e.connection_id = c.id AND e.to_status IS NOT NULL), c.created_at),
  CASE
    WHEN EXISTS (SELECT 1 FROM connection_event e WHERE e.connection_id = c.id AND e.connection_version = 1 AND e.to_status = 'CONNECTED') THEN 0
    WHEN c.connected_at IS NOT NULL THEN 5
    WHEN EXISTS (SELECT 1 FROM connection_event e WHERE e.account_id = c.account_id AND e.connection_id = c.id AND e.type = 'CONNECT_LEFT_FOR_PROVIDER') THEN 4
    WHEN EXISTS (SELECT 1 FROM connection_event e WHERE e.account_id = c.account_id AND e.connection_id = c.id AND e.type = 'CONNECT_ALLOWED') THEN 3
    WHEN c.status = 'CONNECTING' THEN 2 ELSE 1 END,
  (SELECT s.error_code FROM sync_state st JOIN data_sync s ON s.id = st.last_sync_id WHERE st.connection_id = c.id AND s.active_key IS NULL AND s.error_code IS NOT NULL ORDER BY s.completed_at DESC, s.id DESC LIMIT 1),
  (SELECT MAX(st.succeeded_at) FROM sync_state st WHERE st.connection_id = c.id)
FROM "data_connection" AS c;
DROP TABLE "data_connection";
ALTER TABLE "new_data_connection" RENAME TO "data_connection";
CREATE UNIQUE INDEX "data_connection_unique_key_key" ON "data_connection"("unique_key");
CREATE UNIQUE INDEX "data_connection_link_token_hash_key" ON "data_connection"("link_token_hash");
CREATE INDEX "data_connection_user_id_idx" ON "data_connection"("user_id");
CREATE INDEX "data_connection_account_id_user_id_id_idx" ON "data_connection"("account_id", "user_id", "id");
CREATE INDEX "data_connection_by_creation_idx" ON "data_connection"("account_id", "id", "status", "provider_name", "user_group", "last_error_code", "data_type_bits");
CREATE INDEX "data_connection_by_change_idx" ON "data_connection"("account_id", "change_key", "status", "provider_name", "user_group", "last_error_code", "data_type_bits", "id");
CREATE INDEX "data_connection_account_id_status_provider_name_status_changed_at_idx" ON "data_connection"("account_id", "status", "provider_name", "status_changed_at");
CREATE INDEX "data_connection_account_id_provider_name_id_idx" ON "data_connection"("account_id", "provider_name", "id");
CREATE INDEX "data_connection_by_group_idx" ON "data_connection"("account_id", "user_group", "id", "status", "provider_name", "last_error_code", "data_type_bits");
CREATE INDEX "data_connection_by_error_idx" ON "data_connection"("account_id", "last_error_code", "id", "status", "provider_name", "user_group", "data_type_bits");
CREATE INDEX "data_connection_next_sync_at_idx" ON "data_connection"("next_sync_at");
CREATE TABLE "new_data_sync" (
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
    "change_key" TEXT NOT NULL,
    CONSTRAINT "data_sync_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "data_connection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_data_sync" ("account_id", "active_key", "added", "attempts", "completed_at", "connection_id", "data_type", "error_code", "error_message", "expires_at", "failing_since", "failures", "fence", "id", "next_attempt_at", "pages", "provider_name", "removed", "request_id", "requested_at", "started_at", "status", "trigger", "updated", "user_id", "change_key") SELECT c."account_id", c."active_key", c."added", c."attempts", c."completed_at", c."connection_id", c."data_type", c."error_code", c."error_message", c."expires_at", c."failing_since", c."failures", c."fence", c."id", c."next_attempt_at", c."pages", c."provider_name", c."removed", c."request_id", c."requested_at", c."started_at", c."status", c."trigger", c."updated", c."user_id",
  c.id
FROM "data_sync" AS c;
DROP TABLE "data_sync";
ALTER TABLE "new_data_sync" RENAME TO "data_sync";
CREATE UNIQUE INDEX "data_sync_active_key_key" ON "data_sync"("active_key");
CREATE INDEX "data_sync_account_id_user_id_id_idx" ON "data_sync"("account_id", "user_id", "id");
CREATE INDEX "data_sync_connection_id_id_idx" ON "data_sync"("connection_id", "id");
CREATE INDEX "data_sync_by_request_idx" ON "data_sync"("account_id", "id", "status", "provider_name", "data_type", "error_code");
CREATE INDEX "data_sync_account_id_status_id_idx" ON "data_sync"("account_id", "status", "id");
CREATE INDEX "data_sync_account_id_error_code_id_idx" ON "data_sync"("account_id", "error_code", "id");
CREATE INDEX "data_sync_account_id_change_key_idx" ON "data_sync"("account_id", "change_key");
CREATE INDEX "data_sync_expires_at_idx" ON "data_sync"("expires_at");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

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

-- What is there already is counted, so that an installation that is upgraded shows right numbers.
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'connections', 'EVER', 0, provider_name, status, COUNT(*) FROM data_connection GROUP BY 1, 5, 6;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'connections', 'DAY', bucket, provider_name, label, SUM(amount) FROM (
  SELECT account_id, CAST(strftime('%s', created_at) AS INTEGER) / 3600 / 24 AS bucket, provider_name, to_status AS label, 1 AS amount FROM connection_event WHERE to_status IS NOT NULL
  UNION ALL
  SELECT account_id, CAST(strftime('%s', created_at) AS INTEGER) / 3600 / 24, provider_name, from_status, -1 FROM connection_event WHERE from_status IS NOT NULL
  UNION ALL
  SELECT d.account_id, CAST(strftime('%s', d.created_at) AS INTEGER) / 3600 / 24, d.provider_name, l.to_status, -1 FROM connection_event d
  JOIN connection_event l ON l.connection_id = d.connection_id AND l.connection_version = (SELECT MAX(v.connection_version) FROM connection_event v WHERE v.connection_id = d.connection_id AND v.to_status IS NOT NULL)
  WHERE d.type = 'DATA_CONNECTION_DELETED' AND d.from_status IS NULL
) AS changes GROUP BY 1, 4, 5, 6 HAVING SUM(amount) <> 0;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT c.account_id, 'funnel', 'DAY', CAST(strftime('%s', c.created_at) AS INTEGER) / 3600 / 24, c.provider_name, s.label, COUNT(*) FROM data_connection c
JOIN (SELECT 1 AS step, 'CREATED' AS label UNION ALL SELECT 2, 'OPENED' UNION ALL SELECT 3, 'ALLOWED' UNION ALL SELECT 4, 'LEFT_FOR_PROVIDER' UNION ALL SELECT 5, 'CONNECTED') AS s ON s.step <= c.funnel_step
GROUP BY 1, 4, 5, 6;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'connect_stops', 'DAY', CAST(strftime('%s', created_at) AS INTEGER) / 3600 / 24, provider_name, SUBSTR(type, 9), COUNT(*) FROM connection_event WHERE type IN ('CONNECT_CANCELLED_HERE', 'CONNECT_DENIED_AT_PROVIDER', 'CONNECT_PROVIDER_TROUBLE', 'CONNECT_KEY_REFUSED', 'CONNECT_OTHER_ACCOUNT', 'CONNECT_PARTLY_SHARED', 'CONNECT_LOST_THREAD') GROUP BY 1, 4, 5, 6;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'syncs', 'HOUR', CAST(strftime('%s', completed_at) AS INTEGER) / 3600, provider_name, status, COUNT(*) FROM data_sync WHERE completed_at IS NOT NULL GROUP BY 1, 4, 5, 6;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'sync_errors', 'HOUR', CAST(strftime('%s', completed_at) AS INTEGER) / 3600, provider_name, error_code, COUNT(*) FROM data_sync WHERE completed_at IS NOT NULL AND error_code IS NOT NULL GROUP BY 1, 4, 5, 6;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'sync_durations', 'HOUR', CAST(strftime('%s', completed_at) AS INTEGER) / 3600, provider_name, CAST(CASE WHEN ((julianday(completed_at) - julianday(started_at)) * 86400000.0) < 100 THEN 0 ELSE MIN(80, 1 + CAST(ln(((julianday(completed_at) - julianday(started_at)) * 86400000.0) / 100.0) / ln(1.25) AS INTEGER)) END AS TEXT), COUNT(*) FROM data_sync WHERE completed_at IS NOT NULL AND started_at IS NOT NULL AND status = 'SUCCESS' GROUP BY 1, 4, 5, 6;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'syncs', 'DAY', CAST(strftime('%s', completed_at) AS INTEGER) / 3600 / 24, provider_name, status, COUNT(*) FROM data_sync WHERE completed_at IS NOT NULL GROUP BY 1, 4, 5, 6;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'sync_errors', 'DAY', CAST(strftime('%s', completed_at) AS INTEGER) / 3600 / 24, provider_name, error_code, COUNT(*) FROM data_sync WHERE completed_at IS NOT NULL AND error_code IS NOT NULL GROUP BY 1, 4, 5, 6;
INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
SELECT account_id, 'sync_durations', 'DAY', CAST(strftime('%s', completed_at) AS INTEGER) / 3600 / 24, provider_name, CAST(CASE WHEN ((julianday(completed_at) - julianday(started_at)) * 86400000.0) < 100 THEN 0 ELSE MIN(80, 1 + CAST(ln(((julianday(completed_at) - julianday(started_at)) * 86400000.0) / 100.0) / ln(1.25) AS INTEGER)) END AS TEXT), COUNT(*) FROM data_sync WHERE completed_at IS NOT NULL AND started_at IS NOT NULL AND status = 'SUCCESS' GROUP BY 1, 4, 5, 6;
