import { createTransport } from 'nodemailer';
import type { Config } from '#platform/config.ts';
import { server } from '#platform/mail/transport.ts';
import type { Finding } from './doctor.ts';
import { explain } from './failure.ts';

const patienceMs = 5_000;

/** Whether the mail server lets us in; nothing is sent. */
export async function checkMail({ mail }: Config): Promise<Finding> {
  const about = 'Mail';
  if (!mail.smtpUrl) return { state: 'warn', about, seen: 'is kept and not sent: set SMTP_URL' };
  const { host } = new URL(mail.smtpUrl);
  const transport = createTransport({
    ...server(new URL(mail.smtpUrl)),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  });
  try {
    await transport.verify();
    return { state: 'ok', about, seen: `${host} accepts us; sender ${mail.from}` };
  } catch (error) {
    return { state: 'wrong', about, seen: `${host} does not accept us: ${explain(error)}` };
  } finally {
    transport.close();
  }
}
