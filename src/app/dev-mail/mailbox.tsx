import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import type { DeliveryLine, WrittenMail } from '#platform/mail/delivery-log.ts';
import type { Brand } from '#platform/ui/brand.ts';
import { brandVersion } from '#platform/ui/brand.ts';
import { BrandLink } from '#platform/ui/brand-mark.tsx';
import { Document } from '#platform/ui/document.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { ListPane } from '#platform/ui/panes.tsx';
import { Row, Rows } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { MailPane } from './mail.tsx';
import { say } from './messages.ts';

export interface MailboxProps {
  reader: Reader;
  brand: Brand;
  mails: DeliveryLine[];
  open: WrittenMail | undefined;
  /** The reader picked the open one: then it is what the page is about, and on phones takes the place of the list. */
  chosen: boolean;
}

/** A whole page of its own: it frames a mail, which no page of the portal may do. */
export function Mailbox({ reader, brand, mails, open, chosen }: MailboxProps) {
  return (
    <Document
      title={`${say(reader, 'title')} · ${brand.name}`}
      locale={reader.locale}
      brand={brand}
      brandVersion={brandVersion(brand)}
      skipLabel={say(reader, 'skip')}
      bodyClass="dev-mail"
      teamStyles
      head={<meta name="turbo-visit-control" content="reload" />}
    >
      <div class="sheet">
        <header class="public-head">
          <BrandLink brand={brand} href="/" label={say(reader, 'home', { name: brand.name })} />
          <p class="meta">{say(reader, 'about')}</p>
        </header>
        <main id="main" tabindex={-1} class={chosen ? 'panes open' : 'panes'}>
          <ListPane title={say(reader, 'title')} open={chosen}>
            {mails.length === 0 ? (
              <Empty icon="mail" small title={say(reader, 'empty.title')} text={say(reader, 'empty.text')} />
            ) : (
              <Rows>
                {mails.map((mail) => (
                  <MailRow reader={reader} mail={mail} current={mail.id === open?.id} />
                ))}
              </Rows>
            )}
          </ListPane>
          {open && <MailPane reader={reader} mail={open} chosen={chosen} />}
        </main>
      </div>
    </Document>
  );
}

function MailRow({ reader, mail, current }: { reader: Reader; mail: DeliveryLine; current: boolean }) {
  const { state } = mail;
  return (
    <Row
      href={state === 'kept' || state === 'queued' ? `/dev/mail/${mail.id}` : undefined}
      current={current}
      title={mail.subject}
      meta={
        <>
          {say(reader, 'to', { address: mail.to })} · <Time reader={reader} date={mail.createdAt} style="within" />
        </>
      }
      end={
        state !== 'kept' && <Badge tone={state === 'failed' ? 'bad' : undefined}>{say(reader, `state.${state}`)}</Badge>
      }
    />
  );
}
