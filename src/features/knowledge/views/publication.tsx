import { Button } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { Fold } from '#platform/ui/fold.tsx';
import { mayPublish } from '../access.ts';
import { say } from '../messages.ts';
import type { EditorProps } from './editor.tsx';

/** What the button does. When it is read the field beside it says, which may say something else by now. */
export const publishWords = ({ ctx: { reader }, editing: { history } }: EditorProps): string =>
  say(reader, 'publish.n', { n: (history[0]?.n ?? 0) + 1 });

/** There is nothing to publish: the button stands out once somebody has written. */
export const isPublished = ({ editing: { current, state, body }, typed, shown }: EditorProps): boolean =>
  !current.open &&
  (state === 'live' || state === 'scheduled') &&
  typed.title === current.title &&
  typed.summary === current.summary &&
  typed.body === body &&
  typed.at === shown.at &&
  typed.until === shown.until &&
  typed.note === '' &&
  !typed.tell;

/** When what is published next is read, until when, and what colleagues find in the history. */
export function Publication(props: EditorProps) {
  const {
    ctx: { reader, actor },
    typed,
    errors,
  } = props;
  if (!mayPublish(actor)) return <p class="meta">{say(reader, 'publish.not')}</p>;
  const filled = Boolean(typed.at || typed.until || typed.note || errors.at || errors.until);
  return (
    <Fold title={say(reader, 'when')} open={filled}>
      <div class="stack">
        <p class="meta">{say(reader, 'when.text', { zone: reader.zone })}</p>
        <div class="grid">
          <TextField
            id="at"
            name="at"
            type="datetime-local"
            label={say(reader, 'when.at')}
            value={typed.at}
            error={errors.at}
          />
          <TextField
            id="until"
            name="until"
            type="datetime-local"
            label={say(reader, 'when.until')}
            value={typed.until}
            error={errors.until}
          />
        </div>
        <TextField
          id="note"
          name="note"
          label={say(reader, 'when.note')}
          hint={say(reader, 'when.note.hint')}
          value={typed.note}
          maxlength={300}
          error={errors.note}
        />
        <div>
          <Button type="submit" icon="calendar-clock" name="act" value="publish">
            {publishWords(props)}
          </Button>
        </div>
      </div>
    </Fold>
  );
}
