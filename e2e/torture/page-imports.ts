import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

// The page's modules name each other the way Next resolves them: "@/lib/errors" is lib/errors.ts.
const root = pathToFileURL(`${import.meta.dirname}/../../`).href;

registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier.startsWith("@/") ? `${root}${specifier.slice(2)}.ts` : specifier, context),
});
