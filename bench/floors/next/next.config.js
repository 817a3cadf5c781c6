import path from "node:path";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  // the packages are the project's own
  turbopack: { root: path.resolve(import.meta.dirname, "../../..") },
};

export default config;
