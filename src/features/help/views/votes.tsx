import type { Child } from 'hono/jsx';
import type { LiveArticle } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { FieldErrors } from '#platform/http/parse.ts';
import { Button } from '#platform/ui/button.tsx';
import { TextAreaField } from '#platform/ui/field.tsx';
import { offersToAsk } from '../ask.ts';
import { say } from '../messages.ts';

export const thanked = ['yes', 'no', 'comment'] as const;
export type Thanked = (typeof thanked)[number];

export interface VotesProps {
  ctx: Ctx;
  article: LiveArticle;
  /** What every form carries besides its fields. */
  guard: Child;
  /** The language that the address asks for, where it is another than the article's. */
  lang?: string | undefined;
  /** What its reader has just said. */
  thanks?: Thanked | undefined;
  comment?: string | undefined;
  errors?: FieldErrors | undefined;
}

/** Did this solve it? The answer is a form that works everywhere; what was missing may be said after it. */
export function Votes(props: VotesProps) {
  const { ctx, article, guard, thanks } = props;
  const { reader } = ctx;
  const path = `/help/${article.locale}/${article.slug}`;
  if (thanks === 'comment')
    return (
      <section id="helpful" class="card tight help-votes" aria-labelledby="helpful-title" role="status">
        <h2 id="helpful-title">{say(reader, 'votes.thanks')}</h2>
        <p class="soft">{say(reader, 'votes.read')}</p>
      </section>
    );
  return (
    <section id="helpful" class="card tight stack snug help-votes" aria-labelledby="helpful-title">
      {thanks ? (
        <>
          <h2 id="helpful-title">{say(reader, 'votes.thanks')}</h2>
          <Words {...props} path={path} thanks={thanks} />
        </>
      ) : (
        <form class="split" method="post" action={`${path}/votes`}>
          {guard}
          {props.lang && <input type="hidden" name="lang" value={props.lang} />}
          <h2 id="helpful-title">{say(reader, 'votes.ask')}</h2>
          <div class="cluster">
            <Button type="submit" name="helpful" value="yes" icon="check">
              {say(reader, 'votes.yes')}
            </Button>
            <Button type="submit" name="helpful" value="no" icon="x">
              {say(reader, 'votes.no')}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}

function Words({ ctx, guard, thanks, path, comment, errors, lang }: VotesProps & { path: string; thanks: Thanked }) {
  const { reader, workspace, actor } = ctx;
  return (
    <form class="stack snug" method="post" action={`${path}/votes`} novalidate>
      {guard}
      {lang && <input type="hidden" name="lang" value={lang} />}
      <input type="hidden" name="helpful" value={thanks === 'yes' ? 'yes' : 'no'} />
      <TextAreaField
        id="comment"
        name="comment"
        label={say(reader, thanks === 'yes' ? 'votes.more' : 'votes.missing')}
        hint={say(reader, 'votes.hint')}
        value={comment}
        error={errors?.comment}
        rows={3}
        maxlength={2000}
      />
      <div class="cluster">
        <Button type="submit" variant="primary">
          {say(reader, 'votes.send')}
        </Button>
        {thanks === 'no' && offersToAsk(actor) && (
          <Button href="/support/new">
            {say(reader, 'contact.action', { name: workspace.shortName || workspace.name })}
          </Button>
        )}
      </div>
    </form>
  );
}
