import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { Person } from '#platform/ui/people.tsx';
import { Card, Facts } from '#platform/ui/rows.tsx';
import type { Field } from '../field.ts';
import type { WaitingChange } from '../field-changes.ts';
import { say } from '../messages.ts';
import { valueText } from './facts.tsx';

interface WaitingPageProps {
  reader: Reader;
  guard: Guarded;
  changes: WaitingChange[];
  people: { id: string; name: string }[];
}

/** What customers want to be different, the oldest first: before, after, yes or no. */
export function WaitingPage({ reader, guard, changes, people }: WaitingPageProps) {
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'waiting.title')} lede={say(reader, 'waiting.lede')} />
      {changes.length === 0 ? (
        <Card>
          <Empty
            small
            icon="circle-check"
            title={say(reader, 'waiting.empty.title')}
            text={say(reader, 'waiting.empty')}
          />
        </Card>
      ) : (
        <ol class="stack">
          {changes.map((change) => (
            <li id={`change-${change.id}`}>
              <Card>
                <div class="stack">
                  <Person
                    name={change.by}
                    photo={change.photo}
                    note={
                      <>
                        {change.account} · <Time reader={reader} date={change.createdAt} style="within" />
                      </>
                    }
                  />
                  <h2>{change.contact ? `${change.label}: ${change.contact}` : change.label}</h2>
                  <Facts
                    near
                    rows={[
                      {
                        term: say(reader, 'waiting.before'),
                        value: before(reader, change) || say(reader, 'waiting.nothing'),
                      },
                      {
                        term: say(reader, 'waiting.after'),
                        value: <b>{after(reader, change, people) || say(reader, 'waiting.nothing')}</b>,
                      },
                    ]}
                  />
                  <Decision guard={guard} change={change} path="refusal">
                    <TextField
                      id={`reason-${change.id}`}
                      name="reason"
                      label={say(reader, 'waiting.reason')}
                      hint={say(reader, 'waiting.reason.hint')}
                      maxlength={400}
                    />
                    <div>
                      <Button type="submit" aria-label={say(reader, 'waiting.refuse.label', { label: change.label })}>
                        {say(reader, 'waiting.refuse')}
                      </Button>
                    </div>
                  </Decision>
                  <div class="end-bar">
                    <Decision guard={guard} change={change} path="approval">
                      <Button
                        type="submit"
                        variant="primary"
                        icon="check"
                        aria-label={say(reader, 'waiting.approve.label', { label: change.label })}
                      >
                        {say(reader, 'waiting.approve')}
                      </Button>
                    </Decision>
                  </div>
                </div>
              </Card>
            </li>
          ))}
        </ol>
      )}
    </Page>
  );
}

interface DecisionProps {
  guard: Guarded;
  change: WaitingChange;
  path: 'approval' | 'refusal';
  children?: unknown;
}

function Decision({ guard, change, path, children }: DecisionProps) {
  return (
    <form method="post" action={`/customers/changes/${change.id}/${path}`} class="stack snug" data-keep="">
      <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
      {children as never}
    </form>
  );
}

const kindOf = ({ kind, said }: WaitingChange) => ({ kind: kind as Field['kind'], said });

function before(reader: Reader, change: WaitingChange): string {
  const { text, number, person } = change;
  const date = change.date ? new Date(change.date as unknown as string) : null;
  const known = text ?? (number === null ? null : String(Number(number))) ?? person ?? (date && isoDay(date));
  return known ? valueText(reader, kindOf(change), { text: known, name: person }) : '';
}

const isoDay = (day: Date): string =>
  `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;

function after(reader: Reader, change: WaitingChange, people: { id: string; name: string }[]): string {
  if (change.value === null) return '';
  const name = change.kind === 'person' ? (people.find((one) => one.id === change.value)?.name ?? null) : null;
  return valueText(reader, kindOf(change), { text: change.value, name });
}
