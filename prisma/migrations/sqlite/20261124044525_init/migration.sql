-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "logo" BLOB,
    "logo_type" TEXT,
    "logo_hash" TEXT,
    "purpose" TEXT,
    "privacy_policy_url" TEXT,
    "support_url" TEXT,
    "return_url_origins" JSONB NOT NULL,
    "default_language" TEXT NOT NULL DEFAULT 'en',
    "created_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "account_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME,
    "revoked_at" DATETIME,
    "last_used_at" DATETIME,
    CONSTRAINT "api_key_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "admin" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "email" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "disabled_at" DATETIME,
    "created_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "account_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_search" TEXT NOT NULL,
    "first_name" TEXT,
    "last_name" TEXT,
    "birth_date" TEXT,
    "siren" TEXT,
    "country" TEXT NOT NULL,
    "postal_code" TEXT,
    "ape_code" TEXT,
    "group" TEXT NOT NULL,
    "return_url" TEXT,
    "created_at" DATETIME NOT NULL,
    CONSTRAINT "user_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "provider_setting" (
    "account_id" TEXT NOT NULL,
    "provider_name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "settings" JSONB NOT NULL,
    "credentials" TEXT,
    "updated_at" DATETIME NOT NULL,

    PRIMARY KEY ("account_id", "provider_name"),
    CONSTRAINT "provider_setting_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "data_connection" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "account_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "provider_name" TEXT NOT NULL,
    "unique_key" TEXT,
    "requested_data_types" JSONB NOT NULL,
    "granted_data_types" JSONB,
    "agreed_data_types" JSONB,
    "skip_permissions" BOOLEAN NOT NULL,
    "purpose" TEXT,
    "return_url" TEXT,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "link_version" INTEGER NOT NULL DEFAULT 1,
    "link_token_hash" TEXT,
    "link_token" TEXT,
    "provider_account_id" TEXT,
    "provider_account_label" TEXT,
    "created_at" DATETIME NOT NULL,
    "connected_at" DATETIME,
    "disconnected_at" DATETIME,
    CONSTRAINT "data_connection_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "dead_link" (
    "link_token_hash" TEXT NOT NULL PRIMARY KEY,
    "connection_id" TEXT NOT NULL,
    "ended_at" DATETIME NOT NULL,
    CONSTRAINT "dead_link_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "data_connection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "provider_grant" (
    "connection_id" TEXT NOT NULL PRIMARY KEY,
    "account_id" TEXT NOT NULL,
    "secrets" TEXT NOT NULL,
    "scope" TEXT,
    "access_token_expires_at" DATETIME,
    "obtained_at" DATETIME NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "provider_grant_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "data_connection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "authorization_attempt" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "account_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "provider_name" TEXT NOT NULL,
    "state_hash" TEXT NOT NULL,
    "browser_hash" TEXT NOT NULL,
    "code_verifier" TEXT,
    "connection_version" INTEGER NOT NULL,
    "link_version" INTEGER NOT NULL,
    "agreed_data_types" JSONB NOT NULL,
    "inputs" TEXT,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "consumed_at" DATETIME,
    "outcome" TEXT,
    "tokens" TEXT,
    "scope" TEXT,
    "access_token_expires_at" DATETIME,
    "granted_data_types" JSONB,
    "provider_account_id" TEXT,
    "provider_account_label" TEXT
);

-- CreateTable
CREATE TABLE "owed_revocation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "account_id" TEXT NOT NULL,
    "provider_name" TEXT NOT NULL,
    "tokens" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" DATETIME NOT NULL,
    "give_up_at" DATETIME NOT NULL,
    "last_error" TEXT,
    "created_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "connection_event" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "account_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "provider_name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "connection_version" INTEGER,
    "from_status" TEXT,
    "to_status" TEXT,
    "actor" TEXT NOT NULL,
    "reason" TEXT,
    "request_id" TEXT,
    "created_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "idempotency_record" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "account_id" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "status" INTEGER,
    "answer" TEXT,
    "created_at" DATETIME NOT NULL,
    "completed_at" DATETIME
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "points" INTEGER NOT NULL,
    "expire" DATETIME
);

-- CreateIndex
CREATE UNIQUE INDEX "account_logo_hash_key" ON "account"("logo_hash");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_key_hash_key" ON "api_key"("key_hash");

-- CreateIndex
CREATE INDEX "api_key_account_id_id_idx" ON "api_key"("account_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "admin_email_key" ON "admin"("email");

-- CreateIndex
CREATE INDEX "user_account_id_id_idx" ON "user"("account_id", "id");

-- CreateIndex
CREATE INDEX "user_account_id_group_id_idx" ON "user"("account_id", "group", "id");

-- CreateIndex
CREATE INDEX "user_account_id_siren_id_idx" ON "user"("account_id", "siren", "id");

-- CreateIndex
CREATE INDEX "user_account_id_name_search_idx" ON "user"("account_id", "name_search");

-- CreateIndex
CREATE UNIQUE INDEX "data_connection_unique_key_key" ON "data_connection"("unique_key");

-- CreateIndex
CREATE UNIQUE INDEX "data_connection_link_token_hash_key" ON "data_connection"("link_token_hash");

-- CreateIndex
CREATE INDEX "data_connection_user_id_idx" ON "data_connection"("user_id");

-- CreateIndex
CREATE INDEX "data_connection_account_id_user_id_id_idx" ON "data_connection"("account_id", "user_id", "id");

-- CreateIndex
CREATE INDEX "data_connection_account_id_id_idx" ON "data_connection"("account_id", "id");

-- CreateIndex
CREATE INDEX "data_connection_account_id_status_id_idx" ON "data_connection"("account_id", "status", "id");

-- CreateIndex
CREATE INDEX "dead_link_connection_id_idx" ON "dead_link"("connection_id");

-- CreateIndex
CREATE UNIQUE INDEX "authorization_attempt_state_hash_key" ON "authorization_attempt"("state_hash");

-- CreateIndex
CREATE INDEX "authorization_attempt_connection_id_idx" ON "authorization_attempt"("connection_id");

-- CreateIndex
CREATE INDEX "authorization_attempt_expires_at_idx" ON "authorization_attempt"("expires_at");

-- CreateIndex
CREATE INDEX "owed_revocation_next_attempt_at_idx" ON "owed_revocation"("next_attempt_at");

-- CreateIndex
CREATE INDEX "connection_event_account_id_connection_id_id_idx" ON "connection_event"("account_id", "connection_id", "id");

-- CreateIndex
CREATE INDEX "connection_event_account_id_id_idx" ON "connection_event"("account_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "connection_event_connection_id_connection_version_key" ON "connection_event"("connection_id", "connection_version");

-- CreateIndex
CREATE INDEX "idempotency_record_created_at_idx" ON "idempotency_record"("created_at");
