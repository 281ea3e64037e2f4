-- AlterTable
ALTER TABLE "api_key" ADD COLUMN "created_by" TEXT;

-- AlterTable
ALTER TABLE "admin" ADD COLUMN "last_sign_in_at" DATETIME;
ALTER TABLE "admin" ADD COLUMN "oidc_subject" TEXT;

-- CreateTable
CREATE TABLE "admin_session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "admin_id" TEXT NOT NULL,
    "session_version" INTEGER NOT NULL,
    "created_at" DATETIME NOT NULL,
    "last_seen_at" DATETIME NOT NULL,
    CONSTRAINT "admin_session_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admin" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "admin_link" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "email" TEXT,
    "role" TEXT NOT NULL,
    "created_by" TEXT,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sequence" INTEGER NOT NULL,
    "account_id" TEXT,
    "actor" TEXT NOT NULL,
    "actor_label" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "object_type" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "object_label" TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    "address" TEXT,
    "request_id" TEXT,
    "created_at" DATETIME NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "audit_head" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "sequence" INTEGER NOT NULL,
    "hash" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "admin_session_admin_id_idx" ON "admin_session"("admin_id");

-- CreateIndex
CREATE INDEX "admin_session_created_at_idx" ON "admin_session"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "admin_link_token_hash_key" ON "admin_link"("token_hash");

-- CreateIndex
CREATE INDEX "admin_link_kind_id_idx" ON "admin_link"("kind", "id");

-- CreateIndex
CREATE INDEX "admin_link_expires_at_idx" ON "admin_link"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_sequence_key" ON "audit_entry"("sequence");

-- CreateIndex
CREATE INDEX "audit_entry_actor_sequence_idx" ON "audit_entry"("actor", "sequence");

-- CreateIndex
CREATE INDEX "audit_entry_action_sequence_idx" ON "audit_entry"("action", "sequence");

-- CreateIndex
CREATE INDEX "audit_entry_account_id_sequence_idx" ON "audit_entry"("account_id", "sequence");

-- CreateIndex
CREATE INDEX "audit_entry_object_id_sequence_idx" ON "audit_entry"("object_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "admin_oidc_subject_key" ON "admin"("oidc_subject");

-- Written by hand: the one row that writers of the audit log take turns on.
INSERT INTO "audit_head" ("id", "sequence", "hash") VALUES (1, 0, '');
