import type { Ticket } from '#features/tickets/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import { formatDate } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { SelectField } from '#platform/ui/field.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { EmailField } from '#platform/ui/person-fields.tsx';
import { say } from '../messages.ts';
import { reachesGuests, type SharedWith, terms } from '../share.ts';
import { Standing } from './panel.tsx';

interface GuestsPageProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  ticket: Ticket;
  guests: SharedWith[];
  values: Record<string, string>;
  errors: FieldErrors;
}

/** With whom a ticket is shared outside: to whom, until when, whether they have read it; another one, again, not any more. */
export function GuestsPage(props: GuestsPageProps) {
  const { ctx, ticket, guests, errors } = props;
  const { reader } = ctx;
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'guests')} lede={say(reader, 'guests.lede', { subject: ticket.subject })} />
      {errors.again && (
        <Notice icon="lock" tone="warn" role="alert">
          {errors.again}
        </Notice>
      )}
      {reachesGuests(ctx) ? (
        <ShareForm {...props} />
      ) : (
        <Notice icon="mail" tone="warn">
          {say(reader, 'guests.noMail')}
        </Notice>
      )}
      {guests.length > 0 && (
        <Section id="guest-links" title={say(reader, 'guests.list')}>
          <div class="stack" id="guests">
            {guests.map((guest) => (
              <Guest {...props} guest={guest} />
            ))}
          </div>
        </Section>
      )}
    </Page>
  );
}

function ShareForm({ ctx: { reader }, guard, ticket, values, errors }: GuestsPageProps) {
  return (
    <form class="card stack" id="share" method="post" action={`/inbox/${ticket.number}/guests`} novalidate>
      <Guard guard={guard} />
      <EmailField
        id="guest-email"
        name="email"
        label={say(reader, 'guests.email')}
        hint={say(reader, 'guests.email.hint')}
        value={values.email}
        error={errors.email}
        required
        autofocus={errors.email ? true : undefined}
      />
      <SelectField
        id="guest-days"
        name="days"
        label={say(reader, 'guests.days')}
        value={values.days ?? '14'}
        error={errors.days}
        options={terms.map((days) => ({ value: days, label: say(reader, 'guests.days.n', { n: Number(days) }) }))}
      />
      <div>
        <Button type="submit" variant="primary" icon="send">
          {say(reader, 'guests.send')}
        </Button>
      </div>
    </form>
  );
}

function Guest({ ctx, guard, ticket, guest }: GuestsPageProps & { guest: SharedWith }) {
  const { reader } = ctx;
  const act = (what: 'letter' | 'removal') => (
    <form method="post" action={`/inbox/${ticket.number}/guests/${guest.id}/${what}`}>
      <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
      <Button type="submit" size="small" aria-label={say(reader, `guests.${what}.label`, guest)}>
        {say(reader, `guests.${what}`)}
      </Button>
    </form>
  );
  return (
    <div class="card stack close" id={`guest-${guest.id}`}>
      <b class="clip">{guest.email}</b>
      <p class="meta">
        <Standing ctx={ctx} guest={guest} /> ·{' '}
        {say(reader, guest.stands ? 'guests.until' : 'guests.by', {
          name: guest.by,
          date: formatDate(reader, guest.expiresAt, 'long'),
        })}
      </p>
      <div class="cluster">
        {act('letter')}
        {act('removal')}
      </div>
    </div>
  );
}
