import { languageName, mayWrite } from '#features/knowledge/index.ts';
import type { InVain } from '#features/search/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatRelative } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { Card, Row, Rows } from '#platform/ui/rows.tsx';
import { say } from '../messages.ts';

const titleOf = (said: string): string => said.slice(0, 1).toLocaleUpperCase() + said.slice(1);

const writing = ({ asked, said, locale }: InVain): string =>
  `/knowledge/new?${new URLSearchParams({ title: titleOf(said), lang: locale, searched: asked, searchedIn: locale })}`;

/** Words, how often, and what can be done about them. Putting them aside is offered on the page of all of them. */
export function InVainRows({ ctx, rows, guard }: { ctx: Ctx; rows: InVain[]; guard?: Guarded }) {
  const { reader } = ctx;
  return (
    <>
      {rows.map((one) => (
        <Row
          title={say(reader, 'vain.words', { words: one.said })}
          meta={[
            one.empty > 0
              ? say(reader, 'vain.nothing', { n: one.times })
              : say(reader, 'vain.unopened', { n: one.times }),
            formatRelative(reader, one.last, 'within'),
            ...(one.locale === ctx.workspace.locale ? [] : [languageName(one.locale, reader.locale)]),
          ].join(' · ')}
          end={
            mayWrite(ctx.actor) && (
              <>
                {guard && <Dismissal ctx={ctx} guard={guard} one={one} />}
                <Button
                  size="small"
                  href={writing(one)}
                  aria-label={say(reader, 'vain.write.about', { words: one.said })}
                >
                  {say(reader, 'vain.write')}
                </Button>
              </>
            )
          }
        />
      ))}
    </>
  );
}

const Dismissal = ({ ctx: { reader }, guard, one }: { ctx: Ctx; guard: Guarded; one: InVain }) => (
  <form method="post" action="/knowledge/searches/dismissal">
    <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
    <input type="hidden" name="asked" value={one.asked} />
    <input type="hidden" name="locale" value={one.locale} />
    <Button
      type="submit"
      variant="quiet"
      size="small"
      aria-label={say(reader, 'vain.dismiss.words', { words: one.said })}
    >
      {say(reader, 'vain.dismiss')}
    </Button>
  </form>
);

interface InVainPageProps {
  ctx: Ctx;
  guard: Guarded;
  rows: InVain[];
  n: number;
  /** What no person opened. */
  programs: number;
}

/** All that was looked for in vain. */
export function InVainPage({ ctx, guard, rows, n, programs }: InVainPageProps) {
  const { reader } = ctx;
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'vain.title')} lede={say(reader, 'vain.lede')} />
      {rows.length === 0 ? (
        <Card>
          <Empty icon="search" title={say(reader, 'vain.none')} text={say(reader, 'vain.none.text')} small />
        </Card>
      ) : (
        <>
          <p class="meta">{say(reader, 'vain.count', { n })}</p>
          <Card fit="flush">
            <Rows>
              <InVainRows ctx={ctx} rows={rows} guard={guard} />
            </Rows>
          </Card>
        </>
      )}
      {programs > 0 && <p class="meta">{say(reader, 'vain.programs', { n: programs })}</p>}
    </Page>
  );
}
