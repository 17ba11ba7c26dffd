import { Guard } from '#platform/http/guard.tsx';
import { formatList } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { Fold } from '#platform/ui/fold.tsx';
import { ConfirmDialog } from '#platform/ui/overlay.tsx';
import { mayPublish, mayWrite } from '../access.ts';
import { say } from '../messages.ts';
import { picturePath } from '../path.ts';
import { mayDrop } from '../upkeep.ts';
import { type AsideProps, fresh } from './beside.ts';

/** Pictures that its texts may show, for whoever writes without the editor's own button. */
export function Pictures({ ctx: { reader, actor }, guard, editing: { article, pictures, locale } }: AsideProps) {
  if (!mayWrite(actor)) return null;
  return (
    <Fold title={say(reader, 'pictures', { n: pictures.length })}>
      <div class="stack">
        <form
          class="stack"
          method="post"
          action={`/knowledge/${article.number}/pictures`}
          enctype="multipart/form-data"
        >
          <Guard guard={fresh(guard)} />
          <input type="hidden" name="lang" value={locale} />
          <label class="label" for="picture">
            {say(reader, 'pictures.choose')}
          </label>
          <input
            class="input"
            id="picture"
            type="file"
            name="file"
            accept="image/png,image/jpeg,image/gif,image/webp,image/avif"
            required
          />
          <div>
            <Button type="submit" size="small" icon="upload">
              {say(reader, 'pictures.add')}
            </Button>
          </div>
        </form>
        {pictures.length > 0 && <p class="meta">{say(reader, 'pictures.how')}</p>}
        <ul class="picture-list">
          {pictures.map(({ id, name }) => (
            <li>
              <img src={picturePath(id)} alt="" width={44} height={44} loading="lazy" decoding="async" />
              <span>
                <b class="clip">{name}</b>
                <code>{`<img src="${picturePath(id)}" alt="">`}</code>
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Fold>
  );
}

/** What ends something: each says what of it stays. */
export function Leaving({ ctx: { reader, actor }, guard, editing }: AsideProps) {
  const { article, locale, state, text, current, whole, writing } = editing;
  const publishes = mayPublish(actor);
  const others = { n: writing.names.length, names: formatList(reader, writing.names) };
  const sure = [
    say(reader, whole ? 'drop.article.sure' : text ? 'drop.draft.sure' : 'drop.language.sure', {
      title: current.title,
    }),
    others.n > 0 && say(reader, 'drop.writing', others),
  ];
  const drop = say(reader, whole ? 'drop.article' : 'drop.draft');
  const drops = current.open && mayDrop(actor, article, text !== undefined);
  const post = (path: string, label: string, danger = false, question?: string) => (
    <form method="post" action={`/knowledge/${article.number}/${path}`}>
      <Guard guard={fresh(guard)} />
      <input type="hidden" name="lang" value={locale} />
      <Button type="submit" size="small" variant={danger ? 'danger' : 'quiet'} data-turbo-confirm={question}>
        {label}
      </Button>
    </form>
  );
  return (
    <div class="stack" id="leaving">
      {publishes && text && state !== 'draft' && (
        <Fold title={say(reader, 'address.change')}>
          <form class="stack" method="post" action={`/knowledge/${article.number}/address`}>
            <Guard guard={fresh(guard)} />
            <input type="hidden" name="lang" value={locale} />
            <TextField
              id="slug"
              name="slug"
              label={say(reader, 'address')}
              hint={say(reader, 'address.hint')}
              value={text.slug}
              maxlength={80}
              required
            />
            <div>
              <Button type="submit" size="small">
                {say(reader, 'address.save')}
              </Button>
            </div>
          </form>
        </Fold>
      )}
      <div class="cluster">
        {publishes && (state === 'scheduled' || text?.nextAt) && post('schedule', say(reader, 'cancel.schedule'))}
        {drops && post('dropping', drop, whole, sure.filter(Boolean).join(' '))}
        {publishes && state === 'live' && post('archival', say(reader, 'take.offline'), true)}
      </div>
      {drops && <ConfirmDialog title={drop} cancel={say(reader, 'drop.keep')} confirm={drop} />}
    </div>
  );
}
