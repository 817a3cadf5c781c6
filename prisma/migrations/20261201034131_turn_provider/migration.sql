-- AlterTable
ALTER TABLE "Turn" ADD COLUMN "providerHost" TEXT;
ALTER TABLE "Turn" ADD COLUMN "providerName" TEXT;
