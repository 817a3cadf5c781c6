-- Only additions: the version that is running while this is applied goes on working.
ALTER TABLE "Message" ADD COLUMN "lastTipId" TEXT;
ALTER TABLE "Turn" ADD COLUMN "continuesId" TEXT;
ALTER TABLE "Conversation" ADD COLUMN "unseen" BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX "Message_conversationId_parentId_idx" ON "Message"("conversationId", "parentId");
