import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Shown } from '#platform/http/rebased.ts';
import { Button } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { ErrorSummary, KeptNotice, Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';
import { LEAST, MOST, MOST_DAYS } from '../rules.ts';

interface RulesProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  /** What is stored, for a form that comes from an older page. */
  stored: Shown;
  values: Record<string, string>;
  errors: FieldErrors;
}

/** How many are held out, and how long a topic may come back. */
export function RulesPage({ ctx: { reader }, guard, stored, values, errors }: RulesProps) {
  const labels = { held_out: 'rules.heldOut', days: 'rules.days' } as const;
  const wrong = (['held_out', 'days'] as const).filter((name) => errors[name]);
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'rules.title')} lede={say(reader, 'rules.lede')} />
      <form id="answers-rules" class="stack loose" method="post" action="/settings/answers" data-keep="" novalidate>
        <Guard guard={guard} stored={stored} />
        {guard.kept && <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>}
        {wrong.length > 0 && (
          <ErrorSummary
            title={say(reader, 'error.summary')}
            errors={wrong.map((id) => ({ id, label: say(reader, labels[id]) }))}
          />
        )}
        <TextField
          id="held_out"
          name="held_out"
          label={say(reader, 'rules.heldOut')}
          hint={say(reader, 'rules.heldOut.hint', { least: LEAST, most: MOST })}
          value={values.held_out}
          error={errors.held_out}
          inputmode="numeric"
          autocomplete="off"
          maxlength={3}
        />
        <TextField
          id="days"
          name="days"
          label={say(reader, 'rules.days')}
          hint={say(reader, 'rules.days.hint', { most: MOST_DAYS })}
          value={values.days}
          error={errors.days}
          inputmode="numeric"
          autocomplete="off"
          maxlength={3}
        />
        <Notice icon="info">{say(reader, 'rules.anew')}</Notice>
        <div class="end-bar">
          <Button href="/deflection">{say(reader, 'rules.numbers')}</Button>
          <Button type="submit" variant="primary">
            {say(reader, 'rules.save')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
