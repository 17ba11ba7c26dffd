import { type Role, roleName } from '#features/roles/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Shown } from '#platform/http/rebased.ts';
import { formatDuration } from '#platform/i18n/duration.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice, SelectField } from '#platform/ui/field.tsx';
import { KeptNotice, Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { REMEMBER_DAYS, type SignInRules } from './change.ts';
import { say } from './messages.ts';
import { markOf } from './required.ts';
import { type Side, switchable } from './rules.ts';

interface RulesPageProps {
  ctx: Ctx;
  guard: Guarded;
  roles: Record<Side, Role[]>;
  /** As they hold now. */
  stored: Shown;
  given: SignInRules;
  error?: string | undefined;
  /** Whether it is one to go on over. */
  asks: boolean;
}

const HOURS = [1, 8, 12, 24, 72, 168, 336, 720];
const IDLE = [15, 30, 60, 240, 480, 1440, 10_080];

export function RulesPage({ ctx, guard, roles, stored, given, error, asks }: RulesPageProps) {
  const { reader } = ctx;
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'rules.title')} lede={say(reader, 'rules.lede')} />
      <form id="rules-form" class="stack loose" method="post" action="/settings/sign-in" data-keep="" novalidate>
        <Guard guard={guard} stored={stored} />
        {error && (
          <Notice icon="circle-alert" tone="bad" role="alert" tabindex={-1}>
            <b>{say(reader, 'rules.error.title')}</b> {error}
          </Notice>
        )}
        {asks && <Choice type="checkbox" boxed name="anyway" value="on" label={say(reader, 'rules.anyway')} />}
        {guard.kept && !error && (
          <KeptNotice title={say(reader, 'rules.kept.title')}>{say(reader, 'rules.kept.text')}</KeptNotice>
        )}
        {!sendsMail(ctx.platform.config) && <Notice icon="mail">{say(reader, 'rules.noMail')}</Notice>}
        <SideFields ctx={ctx} side="member" roles={roles} given={given} />
        <SideFields ctx={ctx} side="contact" roles={roles} given={given} />
        <SessionFields ctx={ctx} given={given} />
        <div class="end-bar">
          <Button type="submit" variant="primary">
            {say(reader, 'rules.save')}
          </Button>
        </div>
      </form>
    </Page>
  );
}

type SideProps = Pick<RulesPageProps, 'ctx' | 'roles' | 'given'> & { side: Side };

function SideFields({ ctx: { reader }, side, roles, given }: SideProps) {
  const rules = given.rules[side];
  const days = [...new Set([...REMEMBER_DAYS, rules.rememberDays])].sort((a, b) => a - b);
  return (
    <Section id={`rules-${side}`} title={say(reader, `rules.${side}`)}>
      <div class="card stack loose">
        <fieldset class="field">
          <legend>{say(reader, 'rules.ways')}</legend>
          <div class="ways-grid">
            {switchable.map((way) => (
              <Choice
                type="checkbox"
                boxed
                name={`${side}_${way}`}
                value="on"
                checked={rules[way]}
                label={say(reader, `way.${way}`)}
                note={say(reader, `way.${way}.note`)}
              />
            ))}
          </div>
        </fieldset>
        <fieldset class="field">
          <legend>{say(reader, 'rules.asking')}</legend>
          <p class="hint">{say(reader, 'rules.asking.note')}</p>
          <div class="asking">
            {roles[side].map((role) => (
              <Choice
                type="checkbox"
                name="asking"
                value={markOf(role)}
                checked={given.asking.has(markOf(role))}
                label={roleName(reader, role)}
              />
            ))}
          </div>
        </fieldset>
        <SelectField
          id={`${side}-remember`}
          name={`${side}_remember`}
          label={say(reader, 'rules.remember')}
          value={String(rules.rememberDays)}
          options={days.map((n) => ({ value: String(n), label: say(reader, 'rules.remember.days', { n }) }))}
        />
      </div>
    </Section>
  );
}

function SessionFields({ ctx: { reader }, given }: Pick<RulesPageProps, 'ctx' | 'given'>) {
  const { sessionHours, idleMinutes } = given;
  const listed = (known: number[], now: number | null) =>
    [...new Set(now === null ? known : [...known, now])].sort((a, b) => a - b);
  return (
    <Section id="rules-sessions" title={say(reader, 'rules.sessions')}>
      <div class="card stack loose">
        <SelectField
          id="longest"
          name="longest"
          label={say(reader, 'rules.longest')}
          hint={say(reader, 'rules.sessions.note')}
          value={String(sessionHours)}
          options={listed(HOURS, sessionHours).map((n) => ({
            value: String(n),
            label: formatDuration(reader, n * 3600),
          }))}
        />
        <SelectField
          id="idle"
          name="idle"
          label={say(reader, 'rules.idle')}
          value={idleMinutes === null ? 'off' : String(idleMinutes)}
          options={[
            { value: 'off', label: say(reader, 'rules.idle.off') },
            ...listed(IDLE, idleMinutes).map((n) => ({ value: String(n), label: formatDuration(reader, n * 60) })),
          ]}
        />
      </div>
    </Section>
  );
}
