/** How long things hold. */
export const SESSION_DAYS = 30;
/** A browser carries its session longer than that: while we know whose it was, what they were writing is kept for them. */
export const COOKIE_DAYS = SESSION_DAYS + 30;
/** A browser is recognised for as long as browsers keep a cookie. */
export const DEVICE_DAYS = 400;
export const LINK_MINUTES = 15;
/** To set another password: there is one to think of first. */
export const RESET_MINUTES = 30;
export const CODE_MINUTES = 10;
export const INVITATION_DAYS = 14;

export const minutesFrom = (now: Date, minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
export const daysFrom = (now: Date, days: number): Date => minutesFrom(now, days * 24 * 60);
