import type { Child } from 'hono/jsx';
import type { Ctx } from '#platform/http/context.ts';
import { Button } from '#platform/ui/button.tsx';
import { Verdict as Rules } from '#platform/ui/rows.tsx';
import type { TestResult } from '../keep-test.ts';
import { say } from '../messages.ts';

interface VerdictProps {
  ctx: Ctx;
  test: TestResult;
  /** How roles are called, by their keys. */
  labels: ReadonlyMap<string, string>;
  /** Where a group is given a role, for whoever may do that. */
  choose?: string | undefined;
}

const icons = { ok: 'circle-check', warn: 'triangle-alert', bad: 'circle-alert' } as const;
const rule = (tone: keyof typeof icons, text: Child, end?: Child) => ({ tone, icon: icons[tone], text, end });

/** What a test has shown, in sentences. */
export function Verdict({ ctx: { reader }, test, labels, choose }: VerdictProps) {
  const named = (role: string) => labels.get(role) ?? role;
  if (test.refused) {
    const { why, detail } = test.refused;
    const failed = (
      <>
        <b>{say(reader, 'test.failed')}</b> {say(reader, `problem.${why}`)}
      </>
    );
    return <Rules rules={[rule('bad', failed), rule('warn', say(reader, 'test.detail', { detail }))]} />;
  }
  const standing = {
    known: say(reader, 'test.known'),
    first: say(reader, 'test.firstTime', { email: test.email }),
    invited: say(reader, 'test.invited'),
    new: say(reader, 'test.new'),
  }[test.standing ?? 'known'];
  const signedIn = (
    <>
      <b>{say(reader, 'test.ok', { name: test.name })}</b> {standing}
    </>
  );
  const b = (text: Child) => <b>{text}</b>;
  const code = (text: Child) => <code>{text}</code>;
  const give = choose && (
    <Button size="small" href={choose}>
      {say(reader, 'test.choose')}
    </Button>
  );
  return (
    <Rules
      rules={[
        rule('ok', signedIn),
        rule('ok', say(reader, 'test.verified')),
        ...(test.role ? [rule('ok', say.rich(reader, 'test.role', { role: named(test.role), b }))] : []),
        ...test.groups.map(({ group, role }) =>
          role
            ? rule('ok', say.rich(reader, 'test.group', { group, role: named(role), b, code }))
            : rule('warn', say.rich(reader, 'test.groupNone', { group, code }), give),
        ),
      ]}
    />
  );
}
