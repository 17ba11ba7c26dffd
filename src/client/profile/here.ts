/** The time zone of this device. */
export const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
