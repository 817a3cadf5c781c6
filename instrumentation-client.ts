import { config } from "zod/mini";

// Before any schema is made: Zod otherwise tries whether it may compile code, which the content security policy
// refuses, and the browser reports as a breach on every page (HD-3).
config({ jitless: true });
