/** Who does not renew the lock for so long has lost it: seconds of the server's clock. */
export const LOCK_SECONDS = 120;
