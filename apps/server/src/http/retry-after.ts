/** Seconds after which asking again is worth it when the database is gone. */
export const retryAfter = '5'
