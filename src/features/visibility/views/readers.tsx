import { roleName } from '#features/roles/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { formatDate } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Field, Select } from '#platform/ui/field.tsx';
import { Fold } from '#platform/ui/fold.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Person } from '#platform/ui/people.tsx';
import { Verdict } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { flagNames } from '../flag-name.ts';
import { say } from '../messages.ts';
import type { Someone } from '../people.ts';
import type { Answer, Outsider, Seen } from '../sight.ts';

interface ReadersPageProps {
  ctx: CtxOf<Member>;
  address: string;
  seen: Seen;
  answers: Answer[];
  asked: Answer | undefined;
  outside: Outsider[];
}

const SHOWN = 100;

/** Who can see something, side by side with the reason; and the same question for one person. */
export function ReadersPage({ ctx, address, seen, answers, asked, outside }: ReadersPageProps) {
  const { reader } = ctx;
  const side = (which: Someone['side'], sees: boolean) =>
    answers.filter(({ who, verdict }) => who.side === which && verdict.sees === sees);
  const [theirs, ours] = [side('contact', true), side('member', true)];
  const others = [...side('contact', false), ...side('member', false)];
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'readers')}
        lede={say(reader, 'readers.lede', { thing: seen.title, theirs: theirs.length, ours: ours.length })}
      />
      <div class="stack apart">
        <Ask reader={reader} address={address} answers={answers} asked={asked} />
        <Section id="theirs" title={say(reader, 'readers.theirs')} count={theirs.length}>
          <Answers reader={reader} answers={theirs} empty={say(reader, 'readers.theirs.none')} />
        </Section>
        <Section id="ours" title={say(reader, 'readers.ours')} count={ours.length}>
          <Answers reader={reader} answers={ours} empty={say(reader, 'readers.ours.none')} />
        </Section>
        {outside.length > 0 && (
          <Section id="outside" title={say(reader, 'readers.outside')} count={outside.length}>
            <ul class="people-list">
              {outside.map(({ id, email, until }) => (
                <li id={`reader-${id}`}>
                  <Person name={email} note={say(reader, 'why.link', { date: formatDate(reader, until) })} />
                </li>
              ))}
            </ul>
          </Section>
        )}
        {others.length > 0 && (
          <Fold id="others" title={say(reader, 'readers.others', { n: others.length })}>
            <Answers reader={reader} answers={others} empty="" />
          </Fold>
        )}
      </div>
    </Page>
  );
}

/** "Can Mira see this?", asked by a form that changes nothing. */
function Ask({
  reader,
  address,
  answers,
  asked,
}: Pick<ReadersPageProps, 'address' | 'answers' | 'asked'> & { reader: Reader }) {
  const named = [...answers].sort((a, b) => a.who.name.localeCompare(b.who.name, reader.locale));
  const verdict = asked && {
    tone: asked.verdict.sees ? ('ok' as const) : ('bad' as const),
    icon: asked.verdict.sees ? ('circle-check' as const) : ('lock' as const),
    text: say(reader, asked.verdict.sees ? 'ask.yes' : 'ask.no', {
      name: asked.who.name,
      why: reasonOf(reader, asked),
    }),
  };
  return (
    <form method="get" action={address} class="stack snug" id="ask">
      <Field id="person" label={say(reader, 'ask')}>
        <div class="cluster fixed">
          <Select
            id="person"
            name="person"
            value={asked?.who.id}
            options={named.map(({ who }) => ({ value: who.id, label: who.name }))}
          />
          <Button type="submit">{say(reader, 'ask.submit')}</Button>
        </div>
      </Field>
      <div role="status">{verdict && <Verdict rules={[verdict]} />}</div>
    </form>
  );
}

function Answers({ reader, answers, empty }: { reader: Reader; answers: Answer[]; empty: string }) {
  if (answers.length === 0) return <p class="meta">{empty}</p>;
  const rest = answers.length - SHOWN;
  return (
    <>
      <ul class="people-list">
        {answers.slice(0, SHOWN).map((answer) => (
          <li id={`reader-${answer.who.id}`}>
            <Person name={answer.who.name} photo={answer.who.photo} note={reasonOf(reader, answer)}>
              {answer.verdict.may && (
                <Badge tone={answer.verdict.may === 'reply' ? 'ok' : undefined}>
                  {say(reader, `badge.${answer.verdict.may}`)}
                </Badge>
              )}
            </Person>
          </li>
        ))}
      </ul>
      {rest > 0 && <p class="meta">{say(reader, 'readers.rest', { n: rest })}</p>}
    </>
  );
}

/** The reason as a line under a name. */
export function reasonOf(reader: Reader, { who, verdict }: Answer): string {
  const role = roleName(reader, { side: who.side, key: who.role, name: who.roleName });
  const flags = who.side === 'contact' ? flagNames(reader, [...who.flags]) : '';
  return say(reader, `why.${verdict.why}`, { role, flags });
}
