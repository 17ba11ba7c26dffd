import type { Config } from '#platform/config.ts';

type Facts = Pick<Config, 'mail' | 'demo' | 'environment'>;

/** Whether mail is kept where the people of this installation can read it, at /dev/mail. */
export const showsMail = ({ mail, demo, environment }: Facts): boolean =>
  !mail.smtpUrl && (environment !== 'production' || demo);

/** Whether a mail gets to somebody at all. What depends on one must not be promised where none does. */
export const sendsMail = (config: Facts): boolean => config.mail.smtpUrl !== undefined || showsMail(config);
