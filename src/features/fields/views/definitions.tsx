import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button, IconButton } from '#platform/ui/button.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { type Field, subjects } from '../field.ts';
import { say } from '../messages.ts';

interface DefinitionsProps {
  reader: Reader;
  guard: Guarded;
  fields: Field[];
}

/** All fields by what they are about, with those put away at the end. */
export function Definitions({ reader, guard, fields }: DefinitionsProps) {
  const away = fields.filter((field) => field.archivedAt);
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'title')} lede={say(reader, 'lede')} />
      <div class="stack apart">
        {subjects.map((subject) => {
          const used = fields.filter((field) => field.subject === subject && !field.archivedAt);
          const add = { label: say(reader, 'add'), href: `/settings/fields/new?subject=${subject}` };
          return (
            <Section
              id={`about-${subject}`}
              title={say(reader, `subject.${subject}`)}
              count={used.length || undefined}
              more={add}
            >
              {used.length === 0 ? (
                <p class="meta">{say(reader, `empty.${subject}`)}</p>
              ) : (
                <Card fit="flush">
                  <ol class="field-line">
                    {used.map((field, index) => (
                      <Line reader={reader} guard={guard} field={field} first={index === 0} />
                    ))}
                  </ol>
                </Card>
              )}
            </Section>
          );
        })}
        {away.length > 0 && (
          <Section id="away" title={say(reader, 'away')} count={away.length}>
            <Card fit="flush">
              <ul class="field-line">
                {away.map((field) => (
                  <li id={`field-${field.id}`}>
                    <div class="field-name">
                      <b class="clip">{field.label}</b>
                      <span class="meta">{say(reader, `subject.${field.subject}`)}</span>
                    </div>
                    <Act guard={guard} action={`/settings/fields/${field.id}/restoration`}>
                      <Button
                        type="submit"
                        size="small"
                        aria-label={say(reader, 'restore.label', { label: field.label })}
                      >
                        {say(reader, 'restore')}
                      </Button>
                    </Act>
                  </li>
                ))}
              </ul>
            </Card>
          </Section>
        )}
      </div>
    </Page>
  );
}

function Act({ guard, action, children }: { guard: Guarded; action: string; children?: unknown }) {
  return (
    <form method="post" action={action}>
      <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
      {children as never}
    </form>
  );
}

function Line({ reader, guard, field, first }: { reader: Reader; guard: Guarded; field: Field; first: boolean }) {
  const { id, label } = field;
  const facts = [say(reader, `kind.${field.kind}`), say(reader, `customer.${field.customer}.short`)];
  if (field.customer === 'edit' && field.edits === 'approve') facts.push(say(reader, 'edits.approve.short'));
  return (
    <li id={`field-${id}`}>
      <div class="field-name">
        <a class="name-link clip" href={`/settings/fields/${id}`}>
          {label}
        </a>
        <span class="meta">{facts.join(' · ')}</span>
      </div>
      {field.required && <Badge>{say(reader, 'required.badge')}</Badge>}
      <div class="field-acts">
        {!first && (
          <Act guard={guard} action={`/settings/fields/${id}/rise`}>
            <IconButton type="submit" variant="quiet" icon="arrow-up" label={say(reader, 'rise', { label })} />
          </Act>
        )}
        <Act guard={guard} action={`/settings/fields/${id}/archival`}>
          <IconButton type="submit" variant="quiet" icon="archive" label={say(reader, 'archive', { label })} />
        </Act>
      </div>
    </li>
  );
}
