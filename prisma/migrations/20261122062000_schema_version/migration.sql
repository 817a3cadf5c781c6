-- CreateTable
CREATE TABLE "SchemaVersion" (
    "id" INTEGER NOT NULL PRIMARY KEY DEFAULT 1,
    "oldest" TEXT NOT NULL
);

-- The first version that reads this. A migration that takes something away which older versions use raises it:
-- UPDATE "SchemaVersion" SET "oldest" = '<the migration since which nothing uses it any more>';
INSERT INTO "SchemaVersion" ("id", "oldest") VALUES (1, '20261122062000_schema_version');
