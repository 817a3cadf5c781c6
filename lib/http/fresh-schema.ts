/**
 * The cookie of who has just changed something, or seen it change: for a moment they are answered from where it was written,
 * at whichever instance of the site they ask. It is no secret, and pages set it, too.
 */
export const freshCookie = "switchboard.fresh";

/** For so long, in seconds; a replica is some milliseconds behind, one on another continent a second. */
const seconds = 5;

/** The cookie as it is set. */
export const setFreshCookie = `${freshCookie}=1; Path=/; Max-Age=${seconds}; SameSite=Lax`;
