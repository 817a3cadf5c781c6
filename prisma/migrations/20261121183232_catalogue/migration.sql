-- CreateTable
CREATE TABLE "ProviderModels" (
    "providerId" TEXT NOT NULL PRIMARY KEY,
    "host" TEXT NOT NULL,
    "models" TEXT NOT NULL,
    "listedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "FavouriteModel" (
    "userId" TEXT NOT NULL,
    "modelId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,

    PRIMARY KEY ("userId", "modelId"),
    CONSTRAINT "FavouriteModel_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
