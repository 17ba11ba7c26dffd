import { Guard } from '#platform/http/guard.tsx';
import { formatDate, formatDateTime, formatList } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { SelectField } from '#platform/ui/field.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Segmented } from '#platform/ui/page.tsx';
import { Facts } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { mayMove, mayPublish, mayWrite } from '../access.ts';
import { isAlone, isOverdue, rhythms } from '../article.ts';
import { titleFor } from '../category.ts';
import { languageName } from '../languages.ts';
import { say } from '../messages.ts';
import { articlePath } from '../path.ts';
import { shownCare } from '../upkeep.ts';
import { type AsideProps, fresh } from './beside.ts';
import { Leaving, Pictures } from './editor-forms.tsx';
import { audienceIcon, StateBadge } from './marks.tsx';

/** What all languages of an article share, and how the one before us stands. */
export function EditorAside(props: AsideProps) {
  return (
    <>
      <Review {...props} />
      <Readers {...props} />
      <LanguagesOf {...props} />
      <Care {...props} />
      <hr />
      <Standing {...props} />
      <Pictures {...props} />
      <Leaving {...props} />
    </>
  );
}

function Review({ ctx, guard, editing: { article, state, texts, locale } }: AsideProps) {
  const { reader, now } = ctx;
  if (!article.verifiedUntil || (state === 'draft' && texts.length === 0)) return null;
  const overdue = isOverdue(article, now);
  const date = formatDate(reader, article.verifiedUntil);
  const alone = isAlone(texts, locale, now) ? 'yes' : 'no';
  return (
    <Notice
      tone={overdue ? 'warn' : undefined}
      icon={overdue ? 'calendar-clock' : 'badge-check'}
      action={
        mayWrite(ctx.actor) && (
          <form method="post" action={`/knowledge/${article.number}/verification`}>
            <Guard guard={fresh(guard)} />
            <Button type="submit" size="small">
              {say(reader, 'verify')}
            </Button>
          </form>
        )
      }
    >
      <b>{say(reader, overdue ? 'review.was' : 'review.until', { date })}</b>{' '}
      {overdue && article.reviewDays && say(reader, 'review.next', { alone, days: article.reviewDays })}
    </Notice>
  );
}

function Readers({ ctx: { reader, actor }, editing: { article, segments, open } }: AsideProps) {
  const narrower = article.readers !== article.audience;
  return (
    <div class="field">
      <span class="label">{say(reader, 'who')}</span>
      <div class="card tight split">
        <div class="row-main">
          <b class="marked">
            <Icon name={audienceIcon[article.readers]} size="small" />
            {say(reader, `audience.${article.readers}`)}
          </b>
          <span class="meta">
            {article.readers === 'segment' && open?.to !== 'everyone' && segments.length > 0
              ? formatList(reader, segments)
              : narrower
                ? say(reader, 'who.category')
                : say(reader, `audience.${article.readers}.note`)}
          </span>
        </div>
        <Button size="small" href={`/knowledge/${article.number}/audience`}>
          {say(reader, mayPublish(actor) ? 'who.change' : 'who.why')}
        </Button>
      </div>
    </div>
  );
}

function LanguagesOf({ ctx: { reader, now, workspace }, editing }: AsideProps) {
  const { article, locale, languages, texts } = editing;
  if (languages.length < 2) return null;
  const missing = languages.filter(
    (one) => !texts.some((text) => text.locale === one && !text.archivedAt && text.liveFrom <= now),
  );
  return (
    <div class="field">
      <span class="label">{say(reader, 'language')}</span>
      <Segmented
        label={say(reader, 'language')}
        items={languages.map((one) => ({
          label: languageName(one),
          href: `/knowledge/${article.number}?lang=${one}`,
          current: one === locale,
        }))}
      />
      <p class="hint">
        {missing.length > 0
          ? say(reader, 'language.lacks', {
              n: missing.length,
              list: formatList(
                reader,
                missing.map((one) => languageName(one, reader.locale)),
              ),
            })
          : say(reader, 'language.all')}
        {locale !== workspace.locale && texts.some((text) => text.locale === workspace.locale) && (
          <>
            {' '}
            <a class="link" href={`/knowledge/${article.number}/preview?lang=${workspace.locale}`}>
              {say(reader, 'language.original', { language: languageName(workspace.locale, reader.locale) })}
            </a>
          </>
        )}
      </p>
    </div>
  );
}

function Care({
  ctx: { reader, actor, workspace },
  guard,
  editing: { article, categories, members, locale, texts },
}: AsideProps) {
  const may = mayWrite(actor);
  const here = categories.find(({ id }) => id === article.categoryId) ?? null;
  const open = categories.filter((one) => texts.length === 0 || mayMove(actor, here, one));
  const options = open.map((one) => ({
    value: one.id,
    label: `${one.parentId ? '– ' : ''}${titleFor(one, reader.locale, workspace.locale).title}`,
  }));
  const gone = article.ownerId !== null && !members.some(({ id }) => id === article.ownerId);
  const shown = { ...shownCare(article), ...(gone ? { owner: '' } : {}) };
  return (
    <form class="stack" method="post" action={`/knowledge/${article.number}/care`} data-keep="">
      <Guard guard={fresh(guard)} stored={shown} />
      <input type="hidden" name="lang" value={locale} />
      <SelectField
        id="category"
        name="category"
        label={say(reader, 'column.category')}
        value={article.categoryId}
        hint={open.length < categories.length ? say(reader, 'move.stays') : undefined}
        options={options}
        disabled={!may}
      />
      <SelectField
        id="owner"
        name="owner"
        label={say(reader, 'column.owner')}
        hint={gone ? say(reader, 'owner.gone') : undefined}
        value={gone ? '' : (article.ownerId ?? '')}
        options={[
          { value: '', label: say(reader, 'nobody') },
          ...members.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        disabled={!may}
      />
      <SelectField
        id="rhythm"
        name="rhythm"
        label={say(reader, 'rhythm')}
        value={String(article.reviewDays ?? 0)}
        options={[...new Set([0, ...rhythms, ...(article.reviewDays ? [article.reviewDays] : [])])].map((days) => ({
          value: String(days),
          label: say(reader, 'rhythm.days', { days }),
        }))}
        disabled={!may}
      />
      {may && (
        <div>
          <Button type="submit" size="small">
            {say(reader, 'care.save')}
          </Button>
        </div>
      )}
    </form>
  );
}

function Standing({ ctx: { reader }, editing }: AsideProps) {
  const { state, current, text, history } = editing;
  const last = history[0];
  const shown = history.find(({ id }) => id === text?.versionId);
  const moment = (date: Date) => formatDateTime(reader, date);
  const rows = [
    {
      term: say(reader, 'column.state'),
      value: current.open ? (
        <Badge tone="info" icon="pencil">
          {say(reader, 'draft.of', { n: (last?.n ?? 0) + 1 })}
        </Badge>
      ) : (
        <StateBadge reader={reader} state={state} />
      ),
    },
    ...(state === 'live' && shown
      ? [
          {
            term: say(reader, 'live.now'),
            value: say(reader, 'live.version', { n: shown.n, date: formatDate(reader, shown.createdAt) }),
          },
        ]
      : []),
    ...(state === 'scheduled' && text ? [{ term: say(reader, 'live.from'), value: moment(text.liveFrom) }] : []),
    ...(text?.nextAt ? [{ term: say(reader, 'live.next'), value: moment(text.nextAt) }] : []),
    ...(text?.liveUntil && state !== 'archived'
      ? [{ term: say(reader, 'live.until'), value: moment(text.liveUntil) }]
      : []),
    ...(text && state !== 'draft' ? [{ term: say(reader, 'address'), value: articlePath(text) }] : []),
    ...editing.facts,
  ];
  return (
    <>
      <Facts rows={rows} />
      {text && (
        <div>
          <Button size="small" icon="message-circle" href={`/knowledge/${editing.article.number}/readers`}>
            {say(reader, 'readers')}
          </Button>
        </div>
      )}
    </>
  );
}
