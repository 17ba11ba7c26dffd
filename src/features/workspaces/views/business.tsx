import { ZoneOptions } from '#features/profile/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Shown } from '#platform/http/rebased.ts';
import { formatDuration } from '#platform/i18n/duration.ts';
import { Button } from '#platform/ui/button.tsx';
import { describe, Field, SelectField, TextField } from '#platform/ui/field.tsx';
import { ErrorSummary, KeptNotice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { promises } from '../details.ts';
import { say } from '../messages.ts';

export interface SettingsFormProps {
  ctx: Ctx;
  guard: Guarded;
  /** As it is now. */
  stored: Shown;
  values: Record<string, string>;
  errors?: FieldErrors | undefined;
}

const labels = {
  name: 'business.name',
  short_name: 'business.short',
  tagline: 'business.tagline',
  locale: 'business.locale',
  zone: 'business.zone',
  promise: 'business.promise',
} as const;

/** What the business says about itself. */
export function BusinessPage(props: SettingsFormProps) {
  const { ctx, guard, errors = {} } = props;
  const { reader } = ctx;
  const problems = Object.entries(labels)
    .filter(([id]) => errors[id] !== undefined)
    .map(([id, label]) => ({ id, label: say(reader, label) }));
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'section.business')} lede={say(reader, 'business.lede')} />
      <form id="business-form" method="post" action="/settings/business" class="stack loose" data-keep="" novalidate>
        <Guard guard={guard} stored={props.stored} />
        {problems.length > 0 && <ErrorSummary title={say(reader, 'settings.error')} errors={problems} />}
        {guard.kept && problems.length === 0 && (
          <KeptNotice title={say(reader, 'settings.kept.title')}>{say(reader, 'settings.kept.text')}</KeptNotice>
        )}
        <Names {...props} />
        <Manners {...props} />
        <div class="end-bar">
          <Button type="submit" variant="primary">
            {say(reader, 'business.save')}
          </Button>
        </div>
      </form>
    </Page>
  );
}

function Names({ ctx: { reader, workspace }, values, errors = {} }: SettingsFormProps) {
  const field = (id: 'name' | 'short_name' | 'tagline', hint: string, maxlength: number) => (
    <TextField
      id={id}
      name={id}
      label={say(reader, labels[id])}
      hint={hint}
      value={values[id]}
      error={errors[id]}
      maxlength={maxlength}
      autocomplete="off"
      required={id !== 'tagline'}
    />
  );
  return (
    <>
      {field('name', say(reader, 'business.name.hint'), 120)}
      {field('short_name', say(reader, 'business.short.hint', { name: workspace.shortName }), 60)}
      {field('tagline', say(reader, 'business.tagline.hint'), 200)}
    </>
  );
}

function Manners({ ctx, values, errors = {} }: SettingsFormProps) {
  const { reader } = ctx;
  const zone = { id: 'zone', label: say(reader, 'business.zone'), error: errors.zone };
  return (
    <>
      <SelectField
        id="locale"
        name="locale"
        label={say(reader, 'business.locale')}
        hint={say(reader, 'business.locale.hint')}
        value={values.locale}
        error={errors.locale}
        options={[
          { value: 'en', label: 'English' },
          { value: 'de', label: 'Deutsch' },
        ]}
      />
      <Field {...zone}>
        <select class="input" name="zone" {...describe(zone)}>
          <ZoneOptions reader={reader} value={errors.zone ? '' : (values.zone ?? '')} />
        </select>
      </Field>
      <SelectField
        id="promise"
        name="promise"
        label={say(reader, 'business.promise')}
        hint={say(reader, 'business.promise.hint')}
        value={values.promise}
        error={errors.promise}
        options={[
          { value: '', label: say(reader, 'business.promise.none') },
          ...offered(ctx).map((minutes) => ({
            value: String(minutes),
            label: formatDuration(reader, minutes * 60),
          })),
        ]}
      />
    </>
  );
}

/** The usual promises, and the one that is given now. */
const offered = ({ workspace: { replyPromiseMinutes: now } }: Ctx): number[] =>
  [...new Set([...promises, ...(now ? [now] : [])])].sort((a, b) => a - b);
