/** Nothing to start. Without this file the bundler would look further up, and find the site's. */
export function register(): void {}
