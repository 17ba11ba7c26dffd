import type { Child } from 'hono/jsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import type { WrittenMail } from '#platform/mail/delivery-log.ts';
import { Button } from '#platform/ui/button.tsx';
import { Facts } from '#platform/ui/rows.tsx';
import { say } from './messages.ts';

/** One mail: as it looks, as text, and what its headers say. */
export function MailPane({ reader, mail, chosen }: { reader: Reader; mail: WrittenMail; chosen: boolean }) {
  const page = `/dev/mail/${mail.id}/html`;
  return (
    <article class="pane-detail pane">
      <header class="pane-head broad">
        <a class="link dev-mail-back" href="/dev/mail">
          {say(reader, 'back')}
        </a>
        <div class="split">
          {chosen ? <h1 class="detail-title">{mail.subject}</h1> : <h2 class="detail-title">{mail.subject}</h2>}
          <Button size="small" icon="arrow-up-right" href={page}>
            {say(reader, 'alone')}
          </Button>
        </div>
        <p class="meta">
          {mail.from} → {mail.to} · <Time reader={reader} date={mail.createdAt} style="dateTime" />
        </p>
      </header>
      <div class="pane-body">
        <iframe class="dev-mail-frame" src={page} title={say(reader, 'frame')} />
        <Fold title={say(reader, 'text')}>
          <pre class="dev-mail-text">{mail.text}</pre>
        </Fold>
        <Fold title={say(reader, 'headers')}>
          <Headers reader={reader} mail={mail} />
        </Fold>
      </div>
    </article>
  );
}

function Fold({ title, children }: { title: string; children: Child }) {
  return (
    <details>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

/** Header names are the mail's own, in no language. */
function Headers({ reader, mail }: { reader: Reader; mail: WrittenMail }) {
  const code = (text: string) => <code class="dev-mail-code">{text}</code>;
  return (
    <Facts
      near
      rows={[
        { term: say(reader, 'header.from'), value: mail.from },
        { term: say(reader, 'header.to'), value: mail.to },
        { term: say(reader, 'header.date'), value: <Time reader={reader} date={mail.createdAt} style="full" /> },
        { term: say(reader, 'header.kind'), value: code(mail.kind) },
        { term: 'Message-ID', value: code(mail.messageId) },
        ...(mail.inReplyTo ? [{ term: 'In-Reply-To', value: code(mail.inReplyTo) }] : []),
        ...(mail.references.length > 0 ? [{ term: 'References', value: code(mail.references.join(' ')) }] : []),
      ]}
    />
  );
}
