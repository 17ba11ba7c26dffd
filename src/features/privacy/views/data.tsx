import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Shown } from '#platform/http/rebased.ts';
import { Button } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { KeptNotice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import type { Hold } from '../holds.ts';
import { say } from '../messages.ts';
import { kinds } from '../retention.ts';
import type { Count, Look } from '../retention-look.ts';
import { Holds } from './holds.tsx';
import { Outsider } from './outsider.tsx';
import { Tonight } from './tonight.tsx';

export interface DataProps {
  ctx: Ctx;
  guard: Guarded;
  stored: Shown;
  values: Record<string, string>;
  errors: FieldErrors;
  /** Of each rule there is, or is tried. */
  counts: Count[];
  /** What rules that are tried would take. */
  looks?: Look[] | undefined;
  holds: Hold[];
}

export function DataPage({ ctx: { reader }, guard, stored, values, errors, counts, looks, holds }: DataProps) {
  const tonight = new Map(counts.map(({ kind, n }) => [kind, n]));
  const everything = holds.some(({ account }) => account === null);
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'section.data')} lede={say(reader, 'data.lede')} />
      <Section id="retention" title={say(reader, 'retention.title')}>
        <p class="meta">{say(reader, 'retention.text')}</p>
        <form id="retention-form" method="post" action="/settings/data" class="stack" data-keep="" novalidate>
          <Guard guard={guard} stored={stored} />
          {guard.kept && Object.keys(errors).length === 0 && (
            <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
          )}
          {kinds.map((kind) => (
            <TextField
              id={kind}
              name={kind}
              inputmode="numeric"
              label={say(reader, `retention.${kind}`)}
              hint={
                tonight.has(kind)
                  ? say(reader, 'retention.tonight', { n: tonight.get(kind)! })
                  : say(reader, 'retention.hint')
              }
              value={values[kind]}
              error={errors[kind]}
              maxlength={5}
              autocomplete="off"
            />
          ))}
          <div class="end-bar">
            <Button type="submit" name="try" value="yes">
              {say(reader, 'retention.try')}
            </Button>
            <Button type="submit" variant="primary">
              {say(reader, 'retention.save')}
            </Button>
          </div>
        </form>
      </Section>
      {looks && <Tonight reader={reader} looks={looks} />}
      <Section id="holds" title={say(reader, 'holds.title')} count={holds.length || undefined}>
        {holds.length === 0 && <p class="meta">{say(reader, 'holds.none')}</p>}
        <Holds reader={reader} guard={guard} holds={holds} />
        {!everything && (
          <form id="hold-form" method="post" action="/settings/data/holds" class="stack" data-keep="" novalidate>
            <Guard guard={guard} />
            <TextField
              id="reason"
              name="reason"
              label={say(reader, 'hold.reason')}
              value={values.reason ?? ''}
              error={errors.reason}
              maxlength={400}
              autocomplete="off"
              required
            />
            <div class="cluster">
              <Button type="submit">{say(reader, 'holds.all')}</Button>
            </div>
          </form>
        )}
      </Section>
      <Outsider reader={reader} guard={guard} email={values.email ?? ''} error={errors.email} />
    </Page>
  );
}
