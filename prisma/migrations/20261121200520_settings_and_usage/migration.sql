-- AlterTable
ALTER TABLE "Message" ADD COLUMN "cacheWriteTokens" INTEGER;
ALTER TABLE "Message" ADD COLUMN "costSource" TEXT;

-- AlterTable
ALTER TABLE "Turn" ADD COLUMN "responseId" TEXT;
ALTER TABLE "Turn" ADD COLUMN "servedBy" TEXT;
ALTER TABLE "Turn" ADD COLUMN "servedModel" TEXT;
ALTER TABLE "Turn" ADD COLUMN "settings" TEXT;
ALTER TABLE "Turn" ADD COLUMN "systemPromptHash" TEXT;

-- CreateTable
CREATE TABLE "Preference" (
    "userId" TEXT NOT NULL PRIMARY KEY,
    "defaultPresetId" TEXT,
    CONSTRAINT "Preference_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Preset" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "modelId" TEXT,
    "systemPrompt" TEXT,
    "settings" TEXT,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Preset_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Usage" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "conversationId" TEXT NOT NULL,
    "modelId" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "inputTokens" INTEGER,
    "cachedTokens" INTEGER,
    "cacheWriteTokens" INTEGER,
    "outputTokens" INTEGER,
    "reasoningTokens" INTEGER,
    "cost" TEXT,
    "costSource" TEXT,
    "endedAt" DATETIME NOT NULL,
    CONSTRAINT "Usage_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Preset_userId_idx" ON "Preset"("userId");

-- CreateIndex
CREATE INDEX "Usage_userId_endedAt_idx" ON "Usage"("userId", "endedAt");

-- CreateIndex
CREATE INDEX "Usage_conversationId_idx" ON "Usage"("conversationId");
