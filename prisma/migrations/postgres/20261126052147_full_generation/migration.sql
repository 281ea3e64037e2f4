-- AlterTable
ALTER TABLE "sync_state" ADD COLUMN "full_generation" INTEGER NOT NULL DEFAULT 0;
-- One that stands in the middle counts already, and has not come to its end.
UPDATE "sync_state" SET "full_generation" = CASE WHEN "position" IS NULL THEN "generation" ELSE "generation" - 1 END
WHERE "full_read_at" IS NOT NULL;
