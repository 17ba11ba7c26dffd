import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice, FieldError, SelectField } from '#platform/ui/field.tsx';
import { Page, PageHead, Section, Tabs } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { say } from '../messages.ts';
import type { Group } from '../starter/groups.ts';
import { type Preset, presets } from '../starter/outline.ts';
import { starterSet, titleOf } from '../starter/set.ts';

interface StarterPageProps {
  reader: Reader;
  guard: Guarded;
  preset: Preset;
  locale: string;
  there: ReadonlySet<string>;
  categories: { value: string; label: string }[];
  groups: Group[];
  /** The category that a form which came back had chosen. */
  place?: string | undefined;
  error?: string | undefined;
}

const HERE = '/settings/articles/starter';

export function StarterPage(props: StarterPageProps) {
  const { reader } = props;
  return (
    <Page>
      <PageHead title={say(reader, 'starter')} lede={say(reader, 'starter.lede')} />
      <div class="stack apart">
        <AskedHere {...props} />
        <Outlines {...props} />
      </div>
    </Page>
  );
}

const TICKETS = 6;

/** What their own customers ask, each with the tickets that say so. */
function AskedHere({ reader, guard, groups }: StarterPageProps) {
  return (
    <Section id="asked" title={say(reader, 'asked')}>
      <p class="meta">{say(reader, groups.length > 0 ? 'asked.hint' : 'asked.none')}</p>
      {groups.length > 0 && (
        <Card>
          <ul class="stack">
            {groups.map(({ title, tickets }) => (
              <li class="split">
                <div>
                  <b>{title}</b>
                  <p class="meta">
                    {say(reader, 'asked.n', { n: tickets.length })}{' '}
                    {tickets.slice(0, TICKETS).map(({ number, subject }) => (
                      <>
                        <a class="link" href={`/inbox/${number}`} title={subject}>
                          T-{number}
                        </a>{' '}
                      </>
                    ))}
                  </p>
                </div>
                <form method="post" action={`${HERE}/asked`}>
                  <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
                  <input type="hidden" name="title" value={title.slice(0, 200)} />
                  <Button type="submit" size="small" icon="plus" aria-label={say(reader, 'asked.start.for', { title })}>
                    {say(reader, 'asked.start')}
                  </Button>
                </form>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Section>
  );
}

function Outlines({ reader, guard, preset, locale, there, categories, place, error }: StarterPageProps) {
  return (
    <Section id="outlines" title={say(reader, 'starter.questions')}>
      <Tabs
        label={say(reader, 'starter.preset')}
        items={presets.map((one) => ({
          label: say(reader, `preset.${one}`),
          href: `${HERE}?preset=${one}`,
          current: one === preset,
        }))}
      />
      <Card>
        <form method="post" action={HERE} class="stack">
          <Guard guard={guard} />
          <input type="hidden" name="preset" value={preset} />
          <fieldset class="stack close">
            <legend class="visually-hidden">{say(reader, 'starter.questions')}</legend>
            {starterSet(preset).map((outline) => (
              <Choice
                type="checkbox"
                name="outline"
                value={outline.id}
                checked={!there.has(outline.id) && !error}
                disabled={there.has(outline.id)}
                label={titleOf(outline, locale)}
                note={there.has(outline.id) ? say(reader, 'starter.there') : undefined}
              />
            ))}
          </fieldset>
          {error && <FieldError id="outlines">{error}</FieldError>}
          <SelectField
            id="category"
            name="category"
            label={say(reader, 'starter.place')}
            value={place}
            options={[{ value: '', label: say(reader, 'starter.category') }, ...categories]}
          />
          <div class="end-bar">
            <Button type="submit" variant="primary">
              {say(reader, 'starter.make')}
            </Button>
          </div>
        </form>
      </Card>
    </Section>
  );
}
