import { redact } from "./redact.ts";

/** An error as a log may hold it: without secrets, and without what somebody wrote. */
export type DescribedError = {
  name: string;
  message: string;
  code?: string;
  stack?: string[];
  cause?: DescribedError;
};

const maxMessage = 500;
const maxFrames = 12;
const maxDepth = 3;

/** Describes whatever was thrown. Its own properties are left out: requests, responses and rows are among them. */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error, message: "something that is no error was thrown" };
  const { code } = error as NodeJS.ErrnoException;
  const stack = framesOf(error.stack);
  return {
    name: error.name,
    message: redact(messageOf(error)).slice(0, maxMessage),
    ...(typeof code === "string" && { code }),
    ...(stack.length > 0 && { stack }),
    ...(error.cause !== undefined && depth < maxDepth && { cause: describeError(error.cause, depth + 1) }),
  };
}

function messageOf({ name, message }: Error): string {
  // a provider's words may quote what it was asked, and Prisma's the values that it was given
  if (name.startsWith("AI_")) return "left out: a provider's words";
  if (name === "PrismaClientValidationError") return "left out: it holds the arguments";
  // above its last line Prisma shows the call
  if (name.startsWith("PrismaClient")) return message.trim().split("\n").at(-1) ?? "";
  // JSON.parse quotes what it could not read
  if (name === "SyntaxError" && /JSON/.test(message)) return "the text is not valid JSON";
  return message;
}

function framesOf(stack: string | undefined): string[] {
  const lines = (stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return lines.slice(0, maxFrames).map((line) => redact(line.trim()));
}
