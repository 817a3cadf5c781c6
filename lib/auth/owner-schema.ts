/**
 * Names the person whose page asks. A page that is still open when somebody else signs in to the same browser asks with
 * their session: it must neither write into their account nor show what is theirs, and is answered as signed out.
 */
export const ownerHeader = "x-switchboard-owner";

/** A person in that header: the e-mail address, which may have letters that a header may not. */
export const ownerName = (email: string): string => encodeURIComponent(email);
