import type { Reader } from '#platform/i18n/reader.ts';
import { Notice } from '#platform/ui/notice.tsx';
import { say } from '../messages.ts';

/** For the team of a portal that sends no mail: what follows from that, and what to do. */
export const NoMail = ({ reader }: { reader: Reader }) => (
  <Notice icon="mail" tone="warn">
    <b>{say(reader, 'noMail.title')}</b>{' '}
    {say.rich(reader, 'noMail.text', {
      smtp: <code class="mono">SMTP_URL</code>,
      from: <code class="mono">MAIL_FROM</code>,
      docs: <code class="mono">docs/operating/production.md</code>,
    })}
  </Notice>
);
