import type { Reader } from '#platform/i18n/reader.ts';
import { Icon } from '#platform/ui/icon.tsx';
import { say } from '../messages.ts';
import { answerPath, SOLUTION_FORM, type Suggestion } from '../suggest.ts';

/** Where what is found will stand, beside the form: empty until something is, and for whoever is held out. */
export function AnswersPlace({ reader, token }: { reader: Reader; token: string }) {
  return (
    <aside id="answers" aria-label={say(reader, 'answers')} data-answers="/support/new/answers" data-token={token}>
      <div class="stack" data-part="found" />
    </aside>
  );
}

/** What is found, as the page fetches it while somebody writes. `data-said` is what a screen reader is told. */
export function Answers({ reader, found }: { reader: Reader; found: Suggestion[] }) {
  const [best, ...more] = found;
  if (!best) return <div data-said="" />;
  return (
    <div class="stack" data-said={say(reader, 'answers.found', { n: found.length })}>
      <div class="card tight stack snug answer-best">
        <h2 class="cluster snug">
          <Icon name="lightbulb" />
          {say(reader, 'answers.title')}
        </h2>
        <div class="stack snug">
          <AnswerLink answer={best} class="row-title link" />
          {best.summary && <p lang={best.locale}>{best.summary}</p>}
        </div>
        <div class="cluster">
          <button type="submit" class="button small" form={SOLUTION_FORM} name="article" value={best.id}>
            <Icon name="check" />
            {say(reader, 'answers.solved')}
            <span class="visually-hidden">: {best.title}</span>
          </button>
          <button type="button" class="button small quiet" data-part="enough">
            {say(reader, 'answers.notQuite')}
          </button>
        </div>
      </div>
      {more.length > 0 && (
        <ul class="rows">
          {more.map((answer) => (
            <li>
              <AnswerLink answer={answer} class="row plain">
                <Icon name="chevron-right" size="small" />
              </AnswerLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Opens over the form; in another tab it is a page of its own. Either way the form stays as it is. */
function AnswerLink(props: { answer: Suggestion; class: string; children?: unknown }) {
  const { answer } = props;
  return (
    <a
      class={props.class}
      lang={answer.locale}
      href={answerPath(answer.id)}
      target="_blank"
      data-answer={answer.id}
      data-turbo="false"
      rel="noopener"
    >
      {props.children ? <span class="row-title">{answer.title}</span> : answer.title}
      {props.children}
    </a>
  );
}
