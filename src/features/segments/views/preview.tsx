import type { Reader } from '#platform/i18n/reader.ts';
import { Section } from '#platform/ui/page.tsx';
import { Avatar } from '#platform/ui/people.tsx';
import { Card, Row, Rows } from '#platform/ui/rows.tsx';
import { say } from '../messages.ts';
import type { Preview } from '../preview.ts';

interface PreviewProps {
  reader: Reader;
  preview: Preview;
  /** There is a segment already, so some come and some leave. */
  existing: boolean;
  incomplete: boolean;
  /** No condition has been chosen yet, so there is nothing to tell. */
  blank: boolean;
}

/** Who would be in, before it is saved. Scripts ask for it again while somebody types. */
export function PreviewFrame({ reader, preview, existing, incomplete, blank }: PreviewProps) {
  const { n, some, came, left } = preview;
  return (
    <turbo-frame id="segment-preview">
      <Section id="preview" title={say(reader, 'preview')}>
        <div aria-live="polite">
          {blank ? (
            <p class="meta">{say(reader, 'preview.start')}</p>
          ) : (
            <p>
              <b>{say(reader, 'preview.n', { n })}</b>
            </p>
          )}
          {existing && (
            <p class="meta">
              {came + left > 0 ? say(reader, 'preview.moves', { came, left }) : say(reader, 'preview.same')}
            </p>
          )}
          {incomplete && <p class="meta">{say(reader, 'preview.incomplete')}</p>}
        </div>
        {some.length > 0 && (
          <Card fit="flush">
            <Rows>
              {some.map((one) => (
                <Row
                  lead={<Avatar name={one.name} square size="small" />}
                  title={one.name}
                  meta={one.plan || undefined}
                />
              ))}
            </Rows>
          </Card>
        )}
        {n > some.length && <p class="meta">{say(reader, 'preview.rest', { n: n - some.length })}</p>}
      </Section>
    </turbo-frame>
  );
}
