import type { Ctx } from '#platform/http/context.ts';
import { Guard } from '#platform/http/guard.tsx';
import { formatNumber } from '#platform/i18n/format.ts';
import { classes } from '#platform/ui/attributes.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choices, describe, Field, SelectField } from '#platform/ui/field.tsx';
import { ErrorSummary, Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { contrasts, fonts, radii } from '../design.ts';
import { say } from '../messages.ts';
import type { SettingsFormProps } from './business.tsx';
import { Logos } from './logos.tsx';

/** How the portal looks: logos, which are sent one by one, and the few values everything else is derived from. */
export function DesignPage(props: SettingsFormProps) {
  const { ctx } = props;
  const { reader } = ctx;
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'section.design')} lede={say(reader, 'design.lede')} />
      <Logos {...props} />
      <Look {...props} />
      <Preview ctx={ctx} />
    </Page>
  );
}

const labels = { color: 'design.color', radius: 'design.radius', font: 'design.font' } as const;

function Look({ ctx: { reader, workspace }, guard, stored, values, errors = {} }: SettingsFormProps) {
  const problems = Object.entries(labels)
    .filter(([id]) => errors[id] !== undefined)
    .map(([id, label]) => ({ id, label: say(reader, label) }));
  const color = { id: 'color', label: say(reader, 'design.color'), error: errors.color };
  const { button, link } = contrasts(/^#[0-9a-f]{6}$/i.test(workspace.brand.color) ? workspace.brand.color : '#475569');
  const shown = (ratio: number) => formatNumber(reader, ratio, { maximumFractionDigits: 1 });
  return (
    <Section id="look" title={say(reader, 'design.look')}>
      <form id="design-form" method="post" action="/settings/design" class="stack loose" data-keep="" novalidate>
        <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} stored={stored} />
        {problems.length > 0 && <ErrorSummary title={say(reader, 'settings.error')} errors={problems} />}
        <Field {...color}>
          <input class="input color" type="color" name="color" value={values.color} {...describe(color)} />
        </Field>
        <Notice tone="ok" icon="eye">
          <b>{say(reader, 'design.readable')}</b>{' '}
          {say(reader, 'design.readable.text', { button: shown(button), link: shown(link) })}
        </Notice>
        <Choices
          id="radius"
          name="radius"
          legend={say(reader, 'design.radius')}
          value={values.radius}
          error={errors.radius}
          options={radii.map((value) => ({ value, label: say(reader, `radius.${value}`) }))}
        />
        <SelectField
          id="font"
          name="font"
          label={say(reader, 'design.font')}
          value={values.font}
          error={errors.font}
          options={fonts.map((value) => ({ value, label: say(reader, `font.${value}`) }))}
        />
        <div class="end-bar">
          <Button type="submit" variant="primary">
            {say(reader, 'design.save')}
          </Button>
        </div>
      </form>
    </Section>
  );
}

/** A piece of a page in both modes, whichever the reader is in. */
function Preview({ ctx: { reader } }: { ctx: Ctx }) {
  return (
    <Section id="preview" title={say(reader, 'design.preview')}>
      <div class="grid">
        {(['light', 'dark'] as const).map((mode) => (
          <div class={classes('design-preview', mode)}>
            <p class="meta">{say(reader, `design.preview.${mode}`)}</p>
            <div class="card stack snug">
              <b>{say(reader, 'design.preview.title')}</b>
              <p>{say(reader, 'design.preview.text')}</p>
              <p class="cluster">
                <span class="button primary small">{say(reader, 'design.preview.button')}</span>
                <span class="link">{say(reader, 'design.preview.link')}</span>
              </p>
            </div>
          </div>
        ))}
      </div>
    </Section>
  );
}
