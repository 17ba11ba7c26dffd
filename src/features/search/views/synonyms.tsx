import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { KeptNotice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Card, FactRows } from '#platform/ui/rows.tsx';
import { say } from '../messages.ts';
import type { SynonymGroup } from '../synonyms.ts';

interface SynonymsPageProps {
  reader: Reader;
  guard: Guarded;
  groups: SynonymGroup[];
  typed: string | undefined;
  error: string | undefined;
}

/** Words that mean the same here: a form, and what there is. */
export function SynonymsPage({ reader, guard, groups, typed, error }: SynonymsPageProps) {
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'synonyms.title')} lede={say(reader, 'synonyms.lede')} />
      <Card>
        <form method="post" action="/settings/search" class="stack" data-keep="" id="synonyms-add">
          <Guard guard={guard} />
          {guard.kept && !error && (
            <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
          )}
          <TextField
            id="synonyms-words"
            name="words"
            label={say(reader, 'synonyms.words')}
            hint={say(reader, 'synonyms.words.hint')}
            value={typed}
            error={error}
            required
            maxlength={800}
            autocomplete="off"
          />
          <div class="end-bar">
            <Button type="submit" variant="primary">
              {say(reader, 'synonyms.save')}
            </Button>
          </div>
        </form>
      </Card>
      <Section id="synonyms-list" title={say(reader, 'synonyms.list')} count={groups.length || undefined}>
        {groups.length === 0 ? (
          <Card>
            <Empty icon="search" title={say(reader, 'synonyms.none')} text={say(reader, 'synonyms.none.text')} small />
          </Card>
        ) : (
          <FactRows rows={groups.map((group) => rowOf(reader, guard, group))} />
        )}
      </Section>
    </Page>
  );
}

const rowOf = (reader: Reader, guard: Guarded, { id, words }: SynonymGroup) => ({
  id: `synonyms-${id}`,
  title: words.join(' · '),
  end: (
    <form method="post" action={`/settings/search/${id}/removal`}>
      <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
      <Button
        type="submit"
        variant="quiet"
        size="small"
        aria-label={say(reader, 'synonyms.remove.label', { words: words.join(', ') })}
      >
        {say(reader, 'synonyms.remove')}
      </Button>
    </form>
  ),
});
