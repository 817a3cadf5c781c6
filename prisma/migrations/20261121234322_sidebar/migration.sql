-- CreateIndex
CREATE INDEX "Conversation_userId_deletedAt_archivedAt_pinnedAt_activity_idx" ON "Conversation"("userId", "deletedAt", "archivedAt", "pinnedAt", "activity");

-- CreateIndex
CREATE INDEX "Conversation_deletedAt_idx" ON "Conversation"("deletedAt");
