import { Guard } from '#platform/http/guard.tsx';
import { classes } from '#platform/ui/attributes.ts';
import { logosOf, wordsOf } from '#platform/ui/brand.ts';
import { Button } from '#platform/ui/button.tsx';
import { FieldError } from '#platform/ui/field.tsx';
import { Section } from '#platform/ui/page.tsx';
import type { LogoMode } from '../brand.ts';
import { LOGO_LIMITS } from '../design.ts';
import { say } from '../messages.ts';
import type { SettingsFormProps } from './business.tsx';

/** The two logos. Each is sent by itself: a form with a file cannot give it back. */
export function Logos(props: SettingsFormProps) {
  return (
    <Section id="logos" title={say(props.ctx.reader, 'design.logo')}>
      <p class="meta">{say(props.ctx.reader, 'design.logo.lede', LOGO_LIMITS)}</p>
      <div class="card flush">
        <ul class="fact-rows">
          <Logo {...props} mode="light" />
          <Logo {...props} mode="dark" />
        </ul>
      </div>
    </Section>
  );
}

function Logo({ ctx, guard, errors = {}, mode }: SettingsFormProps & { mode: LogoMode }) {
  const { reader, workspace } = ctx;
  const address = mode === 'light' ? workspace.brand.logoLight : workspace.brand.logoDark;
  const which = say(reader, `design.logo.${mode}`);
  const none = say(reader, mode === 'light' ? 'design.logo.none' : 'design.logo.none.dark');
  const shown = mode === 'light' || logosOf(workspace.brand).dark !== undefined;
  return (
    <li class="logo-row" id={`logo-${mode}-row`}>
      <div class="person">
        <span class={classes('design-preview mark large', mode, wordsOf(address) !== undefined && 'words')}>
          {address ? <img src={address} alt="" /> : null}
        </span>
        <div>
          <b>{which}</b>
          <span class="meta">{address ? say(reader, shown ? 'design.logo.set' : 'design.logo.unlike') : none}</span>
        </div>
      </div>
      <div class="cluster">
        <TakeLogo ctx={ctx} guard={guard} errors={errors} mode={mode} />
        {address && (
          <form method="post" action={`/settings/design/logo-${mode}/removal`}>
            <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
            <Button
              type="submit"
              size="small"
              variant="quiet"
              aria-label={say(reader, 'design.logo.removeNamed', { which })}
            >
              {say(reader, 'design.logo.remove')}
            </Button>
          </form>
        )}
      </div>
      {errors[mode] && <FieldError id={`logo-${mode}`}>{errors[mode]}</FieldError>}
    </li>
  );
}

type TakeLogoProps = Pick<SettingsFormProps, 'ctx' | 'guard' | 'errors'> & { mode: LogoMode };

function TakeLogo({ ctx, guard, errors = {}, mode }: TakeLogoProps) {
  const { reader } = ctx;
  return (
    <form
      method="post"
      action={`/settings/design/logo-${mode}`}
      enctype="multipart/form-data"
      class="cluster"
      data-auto-submit=""
    >
      <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
      <input
        id={`logo-${mode}`}
        class="input logo-file"
        type="file"
        name="logo"
        accept="image/svg+xml,image/png,image/jpeg,image/webp"
        aria-label={say(reader, 'design.logo.file', { which: say(reader, `design.logo.${mode}`) })}
        aria-invalid={errors[mode] ? 'true' : undefined}
        aria-describedby={errors[mode] ? `logo-${mode}-error` : undefined}
        required
      />
      <Button type="submit" size="small">
        {say(reader, 'design.logo.send')}
      </Button>
    </form>
  );
}
