import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDate } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice, FieldError, TextField } from '#platform/ui/field.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Facts } from '#platform/ui/rows.tsx';
import type { Degree } from '../forget.ts';
import type { Hold } from '../holds.ts';
import { say } from '../messages.ts';
import type { Subject, Weight } from '../subject.ts';
import { Holds } from './holds.tsx';

export interface PersonProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  subject: Subject;
  weight: Weight;
  why: 'held' | 'member' | null;
  holds: Hold[];
  /** `limited`: somebody who sees all customers may. */
  take: 'yes' | 'limited' | 'no';
  mayHold: boolean;
  forgets: 'yes' | 'limited' | 'no';
  refused: { reason?: string | undefined; typed?: string | undefined; sure?: Degree } | undefined;
}

/** What there is of somebody, and the acts that privacy has. */
export function PersonPage(props: PersonProps) {
  const { ctx, subject, weight, why, take, mayHold, forgets } = props;
  const { reader } = ctx;
  const { forgotten } = subject;
  const customers = new Set(subject.contacts.map(({ accountId }) => accountId)).size;
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'title', { name: subject.name })}
        lede={say(reader, 'lede', { name: subject.name })}
      />
      <p>{say(reader, 'weight', { ...weight })}</p>
      {customers > 1 && <p class="meta">{say(reader, 'several', { n: customers })}</p>}
      {forgotten && (
        <Notice icon="lock">{say(reader, `was.${forgotten.as}`, { when: formatDate(reader, forgotten.at) })}</Notice>
      )}
      {forgotten?.as !== 'erased' && why && (
        <Notice icon="lock" tone="warn">
          {say(reader, `not.${why}`)}
        </Notice>
      )}
      {take === 'yes' && <Take {...props} />}
      {take === 'limited' && (
        <Section id="take" title={say(reader, 'take.title')}>
          <p class="meta">{say(reader, 'take.limited')}</p>
        </Section>
      )}
      {mayHold && <Holding {...props} />}
      {forgets === 'limited' && forgotten?.as !== 'erased' && (
        <Section id="forget" title={say(reader, 'forget.title')}>
          <p class="meta">{say(reader, 'forget.limited')}</p>
        </Section>
      )}
      {forgets === 'yes' && forgotten?.as !== 'erased' && !why && (
        <>
          {!forgotten && <Forgetting {...props} degree="anonymised" path="anonymisation" name="anonymise" />}
          <Forgetting {...props} degree="erased" path="erasure" name="erase" />
        </>
      )}
    </Page>
  );
}

function Take({ ctx: { reader }, guard, subject }: PersonProps) {
  const { contacts } = subject;
  return (
    <Section id="take" title={say(reader, 'take.title')}>
      <p class="meta">{say(reader, 'take.text')}</p>
      {contacts.length > 1 && (
        <>
          <p class="meta">{say(reader, 'take.covers')}</p>
          <Facts rows={contacts.map(({ accountName, email }) => ({ term: accountName, value: email }))} />
        </>
      )}
      <form method="post" action={`/contacts/${subject.contactId}/data`} data-turbo="false">
        <Guard guard={guard} />
        <div class="cluster">
          <Button type="submit" name="with" value="files" icon="download">
            {say(reader, 'take.files')}
          </Button>
          <Button type="submit">{say(reader, 'take.button')}</Button>
        </div>
      </form>
    </Section>
  );
}

function Holding({ ctx, guard, subject, holds, refused }: PersonProps) {
  const { reader } = ctx;
  return (
    <Section id="hold" title={say(reader, 'hold.title')}>
      <p class="meta">{say(reader, 'hold.text')}</p>
      <Holds reader={reader} guard={guard} holds={holds} />
      {holds.length === 0 && (
        <form
          id="hold-form"
          method="post"
          action={`/contacts/${subject.contactId}/holds`}
          class="stack"
          data-keep=""
          novalidate
        >
          <Guard guard={guard} />
          <TextField
            id="reason"
            name="reason"
            label={say(reader, 'hold.reason')}
            value={refused?.typed}
            error={refused?.reason}
            maxlength={400}
            autocomplete="off"
            required
          />
          <div class="cluster">
            <Button type="submit">{say(reader, 'hold.place')}</Button>
          </div>
        </form>
      )}
    </Section>
  );
}

type Acting = PersonProps & { degree: Degree; path: string; name: 'anonymise' | 'erase' };

function Forgetting({ ctx: { reader }, guard, subject, refused, degree, path, name }: Acting) {
  const error = refused?.sure === degree ? say(reader, 'sure.missing') : undefined;
  return (
    <Section id={name} title={say(reader, `${name}.title`)}>
      <p class="meta">{say(reader, `${name}.text`)}</p>
      <form method="post" action={`/contacts/${subject.contactId}/${path}`} class="stack">
        <Guard guard={guard} />
        <Choice
          type="checkbox"
          id={`${name}-sure`}
          name="sure"
          value="yes"
          label={say(reader, 'sure')}
          aria-describedby={error ? `${name}-sure-error` : undefined}
          aria-invalid={error ? 'true' : undefined}
        />
        {error && <FieldError id={`${name}-sure`}>{error}</FieldError>}
        <div class="cluster">
          <Button type="submit" variant="danger">
            {say(reader, `${name}.button`)}
          </Button>
        </div>
      </form>
    </Section>
  );
}
