-- CreateTable
CREATE TABLE "Draft" (
    "userId" TEXT NOT NULL,
    "box" TEXT NOT NULL,
    "conversationId" TEXT,
    "text" TEXT NOT NULL,
    "revision" TEXT NOT NULL,
    "tab" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("userId", "box"),
    CONSTRAINT "Draft_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Draft_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Draft_conversationId_idx" ON "Draft"("conversationId");
