import type { Child } from 'hono/jsx';
import { waitingReply } from '#features/article-replies/index.ts';
import { type LiveArticle, type LiveText, languageName, mayWrite, type Rendered } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { formatDate } from '#platform/i18n/format.ts';
import { isLocale } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Prose } from '#platform/ui/message.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Section } from '#platform/ui/page.tsx';
import type { Crumb } from '#platform/ui/shell.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { otherThan } from '../language.ts';
import { say } from '../messages.ts';
import { SearchField } from './search.tsx';
import { AskPerson } from './topics.tsx';
import { Trail } from './trail.tsx';

export interface ArticlePageProps {
  ctx: Ctx;
  article: LiveArticle;
  body: Rendered;
  minutes: number;
  /** The language its reader wanted, and where the article is in it, if it is. */
  wanted: string;
  /** There are several languages, so addresses name one. */
  named: boolean;
  elsewhere: string | undefined;
  crumbs: Crumb[];
  related: LiveText[];
  articleLink: (article: LiveText) => string;
  /** What its reader can do with it. */
  actions?: Child;
  after?: Child;
}

export function ArticlePage(props: ArticlePageProps) {
  const { ctx, article, body, crumbs, related } = props;
  const beside = body.contents.length > 1 || related.length > 0;
  const text = (
    <article class="stack loose help-article" aria-labelledby="article-title">
      <Head {...props} crumbs={crumbs} />
      <Prose html={body.html} lang={otherThan(ctx.reader, article.locale)} kind="article" />
      {props.after}
    </article>
  );
  return (
    <>
      <SearchField ctx={ctx} lang={props.named ? props.wanted : undefined} />
      <div class="columns help-columns">
        {text}
        {beside && (
          <aside class="aside stack apart" aria-label={say(ctx.reader, 'article.beside')}>
            <Contents {...props} />
            <Related {...props} />
            <AskPerson ctx={ctx} />
          </aside>
        )}
        {!beside && <AskPerson ctx={ctx} />}
      </div>
    </>
  );
}

function Head({ ctx, article, minutes, wanted, elsewhere, crumbs, actions }: ArticlePageProps) {
  const { reader } = ctx;
  const other = otherThan(reader, article.locale);
  const date = <Time reader={reader} date={article.changedAt} style="date" />;
  return (
    <header class="stack snug">
      <Trail ctx={ctx} crumbs={crumbs} />
      <h1 id="article-title" lang={other}>
        {article.title}
      </h1>
      {article.summary && (
        <p class="page-lede" lang={other}>
          {article.summary}
        </p>
      )}
      <ul class="cluster meta help-facts">
        <li>{say.rich(reader, 'article.updated', { date })}</li>
        <li>{say(reader, 'article.minutes', { n: minutes })}</li>
        {article.owner && <li>{say(reader, 'article.owner', { name: article.owner })}</li>}
        {!article.overdue && article.verifiedAt && article.verifiedUntil && (
          <li>
            <Badge tone="ok" icon="badge-check">
              {say(reader, 'article.checked', {
                date: formatDate(reader, article.verifiedAt),
                until: formatDate(reader, article.verifiedUntil),
              })}
            </Badge>
          </li>
        )}
        {ctx.actor.kind === 'visitor' &&
          othersOf(article, wanted).map(({ locale, slug }) => (
            <li>
              <a class="link" href={`/help/${locale}/${slug}`} lang={locale} hreflang={locale}>
                {readIn(ctx, locale)}
              </a>
            </li>
          ))}
      </ul>
      {article.overdue && article.verifiedUntil && (
        <Notice tone="warn" icon="clock">
          {say(reader, 'article.overdue', { date: formatDate(reader, article.verifiedUntil) })}
        </Notice>
      )}
      {wanted !== article.locale && (
        <Notice icon="globe" tone="info">
          {elsewhere
            ? say(reader, 'language.there', { wanted: languageName(wanted, reader.locale) })
            : say(reader, 'language.missing', {
                wanted: languageName(wanted, reader.locale),
                lang: languageName(article.locale, reader.locale),
              })}{' '}
          {elsewhere && (
            <a class="link" href={elsewhere} hreflang={wanted}>
              {say(reader, 'language.read', { wanted: languageName(wanted, reader.locale) })}
            </a>
          )}
        </Notice>
      )}
      {ctx.actor.kind !== 'visitor' && (
        <Tongues ctx={ctx} article={article} told={wanted !== article.locale && elsewhere !== undefined} />
      )}
      {actions}
    </header>
  );
}

/** What its reader can do with it; none of it stands on a visitor's page. */
export function Actions(props: { ctx: Ctx; article: LiveArticle; follows: Child; reply: number | undefined }) {
  const { ctx, article, follows } = props;
  const edits = mayWrite(ctx.actor);
  // Of a ticket of the team's: whoever reads it for a reply goes back to that.
  const reply = ctx.actor.kind === 'member' ? props.reply : undefined;
  if (!edits && !reply) return follows;
  return (
    <div class="cluster">
      {reply && (
        <Button size="small" icon="undo-2" href={waitingReply({ number: reply })}>
          {say(ctx.reader, 'article.reply')}
        </Button>
      )}
      {edits && (
        <Button size="small" icon="pencil" href={`/knowledge/${article.number}?lang=${article.locale}`}>
          {say(ctx.reader, 'article.edit')}
        </Button>
      )}
      {follows}
    </div>
  );
}

const FEW = 3;

/** A visitor's page is the same for every browser: of few other languages each is offered, of many they are at the foot of the page. */
function othersOf(article: LiveArticle, wanted: string): LiveArticle['languages'] {
  const others = article.languages.filter(({ locale }) => locale !== article.locale && locale !== wanted);
  return others.length > FEW ? [] : others;
}

/** In that language where we speak it, so that whoever reads it understands. */
const readIn = ({ reader }: Ctx, lang: string): string =>
  isLocale(lang)
    ? say({ ...reader, locale: lang }, 'language.read', { wanted: languageName(lang) })
    : languageName(lang);

/** Who is signed in finds the other languages here. */
function Tongues({ ctx, article, told }: { ctx: Ctx; article: LiveArticle; told: boolean }) {
  // Of two the other one is named by the notice above.
  if (article.languages.length < (told ? 3 : 2)) return null;
  return (
    <nav class="cluster help-languages" aria-label={say(ctx.reader, 'languages.label')}>
      {article.languages.map(({ locale, slug }) => (
        <a
          href={`/help/${locale}/${slug}`}
          lang={locale}
          hreflang={locale}
          aria-current={locale === article.locale ? 'true' : undefined}
        >
          {languageName(locale)}
        </a>
      ))}
    </nav>
  );
}

function Contents({ ctx, article, body }: ArticlePageProps) {
  if (body.contents.length < 2) return null;
  return (
    <Section id="contents" title={say(ctx.reader, 'article.contents')}>
      <ul class="stack close help-contents" lang={article.locale}>
        {body.contents.map(({ id, level, title }) => (
          <li class={level === 3 ? 'deeper' : undefined}>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Related({ ctx, related, articleLink }: ArticlePageProps) {
  if (related.length === 0) return null;
  return (
    <Section id="related" title={say(ctx.reader, 'article.related')}>
      <ul class="stack close help-contents">
        {related.map((one) => (
          <li>
            <a href={articleLink(one)} lang={otherThan(ctx.reader, one.locale)}>
              {one.title}
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}
