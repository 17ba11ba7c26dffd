import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDateTime } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Choice } from '#platform/ui/field.tsx';
import { Prose } from '#platform/ui/message.tsx';
import { ConfirmDialog } from '#platform/ui/overlay.tsx';
import { Columns, Page, PageHead, Section, Segmented } from '#platform/ui/page.tsx';
import { Card, Facts } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { mayWrite } from '../access.ts';
import type { Article } from '../article.ts';
import type { Comparison, Passage } from '../compare.ts';
import type { Current, Written } from '../draft.ts';
import type { Version } from '../history.ts';
import { say } from '../messages.ts';

export interface ComparePageProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  article: Article;
  locale: string;
  history: Omit<Version, 'html' | 'summary'>[];
  /** What is compared: the draft, or a version, against an earlier one. */
  later: Written & { n: number; draft: boolean };
  earlier: Version;
  comparison: Comparison;
  /** What was saved and is not published: it makes way for a version that comes back. */
  open: Current | null;
  side: boolean;
  /** Which version is live. */
  live: number | undefined;
}

const address = ({ article, locale }: ComparePageProps, more: Record<string, string> = {}) =>
  `/knowledge/${article.number}/history?${new URLSearchParams({ lang: locale, ...more })}`;

/** What changed between two texts, and the way back to the earlier one. */
export function ComparePage(props: ComparePageProps) {
  const { ctx, article, locale, later, earlier, comparison, side } = props;
  const { reader } = ctx;
  const { passages, added, removed } = comparison;
  const count = (...kinds: Passage['kind'][]) => passages.filter(({ kind }) => kinds.includes(kind)).length;
  const kept = { with: String(earlier.n), ...(later.draft ? {} : { of: String(later.n) }) };
  return (
    <Page width="wide">
      <PageHead
        title={later.title}
        before={
          <>
            {later.draft ? (
              <Badge tone="info" icon="pencil">
                {say(reader, 'draft.of', { n: later.n })}
              </Badge>
            ) : (
              <Badge>{say(reader, 'version', { n: later.n })}</Badge>
            )}
            <span class="meta">
              {say(reader, 'against', { n: earlier.n, date: formatDateTime(reader, earlier.createdAt) })}
            </span>
          </>
        }
        lede={
          passages.every(({ kind }) => kind === 'same')
            ? say(reader, 'compare.same')
            : say(reader, 'compare.lede', { changed: count('changed', 'gone'), fresh: count('new'), added, removed })
        }
      >
        <Segmented
          label={say(reader, 'compare.way')}
          items={[
            { label: say(reader, 'compare.together'), href: address(props, kept), current: !side },
            { label: say(reader, 'compare.side'), href: address(props, { ...kept, view: 'side' }), current: side },
          ]}
        />
        <Button variant="primary" href={`/knowledge/${article.number}?lang=${locale}`}>
          {say(reader, 'compare.back')}
        </Button>
      </PageHead>
      <Columns broad asideLabel={say(reader, 'compare.with')} aside={<Against {...props} />}>
        {side ? <SideBySide {...props} /> : <Together {...props} />}
      </Columns>
    </Page>
  );
}

/** Passages of the same kind in a row: long stretches of the same are folded. */
function stretchesOf(passages: readonly Passage[]): { folded: boolean; passages: Passage[] }[] {
  const parts: { same: boolean; passages: Passage[] }[] = [];
  for (const passage of passages) {
    const same = passage.kind === 'same';
    const last = parts.at(-1);
    if (last?.same === same) last.passages.push(passage);
    else parts.push({ same, passages: [passage] });
  }
  return parts.map((part) => ({ folded: part.same && part.passages.length > 2, passages: part.passages }));
}

function Skipped({ ctx: { reader }, passages, locale }: Pick<ComparePageProps, 'ctx' | 'locale'> & PassagesProps) {
  return (
    <details class="skipped">
      <summary>{say(reader, 'compare.skipped', { n: passages.length })}</summary>
      <Prose html={passages.map(({ html }) => html).join('')} lang={locale} />
    </details>
  );
}

interface PassagesProps {
  passages: Passage[];
}

/** One text, with what came underlined and what went struck out. */
function Together({ ctx, comparison, locale }: ComparePageProps) {
  return (
    <Card>
      <div class="diff">
        {stretchesOf(comparison.passages).map(({ folded, passages }) =>
          folded ? (
            <Skipped ctx={ctx} passages={passages} locale={locale} />
          ) : (
            passages.map(({ kind, html }) => (
              <div class={kind === 'same' ? undefined : 'changed'} data-kind={kind}>
                <Prose html={html} lang={locale} />
              </div>
            ))
          ),
        )}
      </div>
    </Card>
  );
}

/** Both texts, what belongs together beside each other, each with its own marks. */
function SideBySide({ ctx, earlier, later, comparison, locale }: ComparePageProps) {
  const { reader } = ctx;
  const sides = [
    { title: earlier.title, name: say(reader, 'version', { n: earlier.n }), of: 'before' },
    { title: later.title, name: say(reader, later.draft ? 'draft.of' : 'version', { n: later.n }), of: 'after' },
  ] as const;
  return (
    <Card>
      <div class="diff side-by-side">
        {sides.map(({ title, name }) => (
          <div class="head">
            <p class="meta">{name}</p>
            <h2>{title}</h2>
          </div>
        ))}
        {stretchesOf(comparison.passages).map(({ folded, passages }) =>
          folded ? (
            <Skipped ctx={ctx} passages={passages} locale={locale} />
          ) : (
            passages.map(({ kind, html, ...own }) =>
              sides.map(({ name, of }) => {
                const here = kind === 'same' ? html : own[of];
                return (
                  <div class={kind !== 'same' && here ? `changed ${of}` : of} data-kind={kind}>
                    {kind !== 'same' && here && <span class="visually-hidden">{name}: </span>}
                    {here && <Prose html={here} lang={locale} />}
                  </div>
                );
              }),
            )
          ),
        )}
      </div>
    </Card>
  );
}

const makesWay = ({ ctx: { reader }, earlier }: ComparePageProps, { savedAt, savedBy }: Current): string =>
  say(reader, 'restore.sure', {
    n: earlier.n,
    name: savedBy ?? say(reader, 'command'),
    date: savedAt ? formatDateTime(reader, savedAt) : '',
  });

function Against(props: ComparePageProps) {
  const { ctx, guard, article, locale, history, earlier, later, live, open, side } = props;
  const { reader } = ctx;
  return (
    <>
      <Section id="with" title={say(reader, 'compare.with')}>
        <form method="get" action={`/knowledge/${article.number}/history`} data-auto-submit="">
          <input type="hidden" name="lang" value={locale} />
          {!later.draft && <input type="hidden" name="of" value={String(later.n)} />}
          {side && <input type="hidden" name="view" value="side" />}
          <fieldset class="stack versions">
            <legend class="visually-hidden">{say(reader, 'compare.with')}</legend>
            {history
              .filter(({ n }) => later.draft || n < later.n)
              .map((version) => (
                <Choice
                  type="radio"
                  boxed
                  name="with"
                  value={String(version.n)}
                  checked={version.n === earlier.n}
                  label={say(reader, 'version', { n: version.n })}
                  note={say(reader, version.n === live ? 'version.live' : 'version.note', {
                    date: formatDateTime(reader, version.createdAt),
                    name: version.by ?? say(reader, 'by.command'),
                    note: version.note ? ` · ${version.note}` : '',
                  })}
                />
              ))}
          </fieldset>
          <button type="submit" class="button small without-scripts">
            {say(reader, 'compare.show')}
          </button>
        </form>
      </Section>
      {(earlier.title !== later.title || earlier.summary !== later.summary) && (
        <Section id="else" title={say(reader, 'compare.else')}>
          <Facts
            rows={(['title', 'summary'] as const)
              .filter((name) => earlier[name] !== later[name])
              .map((name) => ({
                term: say(reader, `field.${name}`),
                value: (
                  <>
                    <del>{earlier[name]}</del> <ins>{later[name]}</ins>
                  </>
                ),
              }))}
          />
        </Section>
      )}
      {mayWrite(ctx.actor) && (
        <form method="post" action={`/knowledge/${article.number}/restoration`}>
          <Guard guard={guard} />
          <input type="hidden" name="lang" value={locale} />
          <input type="hidden" name="version" value={earlier.id} />
          <Button type="submit" block icon="history" data-turbo-confirm={open ? makesWay(props, open) : undefined}>
            {say(reader, 'restore', { n: earlier.n })}
          </Button>
          {open && (
            <ConfirmDialog
              title={say(reader, 'restore', { n: earlier.n })}
              cancel={say(reader, 'drop.keep')}
              confirm={say(reader, 'restore', { n: earlier.n })}
            />
          )}
        </form>
      )}
    </>
  );
}

/** Before anything was published there is nothing to compare with. */
export const NoHistory = ({
  ctx: { reader },
  article,
  locale,
}: Pick<ComparePageProps, 'ctx' | 'article' | 'locale'>) => (
  <Page>
    <h1 class="visually-hidden">{say(reader, 'compare')}</h1>
    <Card>
      <Empty
        icon="history"
        title={say(reader, 'history.none.title')}
        text={say(reader, 'history.none.text')}
        action={<Button href={`/knowledge/${article.number}?lang=${locale}`}>{say(reader, 'compare.back')}</Button>}
      />
    </Card>
  </Page>
);
