import type { Child } from 'hono/jsx';
import type { Ctx } from '#platform/http/context.ts';
import { Icon } from '#platform/ui/icon.tsx';
import type { TestResult } from '../keep-test.ts';
import { say } from '../messages.ts';

interface VerdictProps {
  ctx: Ctx;
  test: TestResult;
  /** How roles are called, by their keys. */
  labels: ReadonlyMap<string, string>;
}

/** What a test has shown, in sentences. */
export function Verdict({ ctx, test, labels }: VerdictProps) {
  const named = (role: string) => labels.get(role) ?? role;
  const { reader } = ctx;
  if (test.refused) {
    const { why, detail } = test.refused;
    return (
      <div class="verdict">
        <Rule tone="bad">
          <b>{say(reader, 'test.failed')}</b> {say(reader, `problem.${why}`)}
        </Rule>
        <Rule tone="warn">{say(reader, 'test.detail', { detail })}</Rule>
      </div>
    );
  }
  const standing = {
    known: say(reader, 'test.known'),
    first: say(reader, 'test.firstTime', { email: test.email }),
    invited: say(reader, 'test.invited'),
    new: say(reader, 'test.new'),
  }[test.standing ?? 'known'];
  return (
    <div class="verdict">
      <Rule tone="ok">
        <b>{say(reader, 'test.ok', { name: test.name })}</b> {standing}
      </Rule>
      <Rule tone="ok">{say(reader, 'test.verified')}</Rule>
      {test.role && <Rule tone="ok">{say(reader, 'test.role', { role: named(test.role) })}</Rule>}
      {test.groups.map(({ group, role }) => (
        <Rule tone={role ? 'ok' : 'warn'}>
          {role ? say(reader, 'test.group', { group, role: named(role) }) : say(reader, 'test.groupNone', { group })}
        </Rule>
      ))}
    </div>
  );
}

function Rule({ tone, children }: { tone: 'ok' | 'warn' | 'bad'; children?: Child }) {
  const icon = { ok: 'circle-check', warn: 'triangle-alert', bad: 'circle-alert' } as const;
  return (
    <div class={`rule ${tone}`}>
      <Icon name={icon[tone]} />
      <span>{children}</span>
    </div>
  );
}
