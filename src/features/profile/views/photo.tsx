import { Guard } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { FieldError } from '#platform/ui/field.tsx';
import { Avatar } from '#platform/ui/people.tsx';
import { say } from '../messages.ts';
import type { Own } from '../profile.ts';
import type { ProfileFormProps } from './profile.tsx';

/** With scripts the browser makes the picture small and sends it as soon as it is chosen. */
export function Photo({ ctx, guard, photo, error }: ProfileFormProps & { error: string | undefined }) {
  const { reader, actor } = ctx;
  const fresh = () => ({ ...guard, once: crypto.randomUUID(), kept: false });
  return (
    <div class="profile-head" id="photo">
      <div class="person">
        <Avatar name={actor.name} photo={photo} size="large" />
        <div>
          <b>{actor.name}</b>
          <span class="meta">{standing(ctx)}</span>
        </div>
      </div>
      <div class="cluster">
        <form method="post" action="/account/photo" enctype="multipart/form-data" class="cluster" data-photo="">
          <Guard guard={fresh()} />
          <label class="button small">
            {say(reader, photo ? 'photo.change' : 'photo.add')}
            <input
              type="file"
              name="photo"
              accept="image/jpeg,image/png,image/webp"
              aria-describedby={error ? 'photo-error' : undefined}
              required
            />
          </label>
          <Button type="submit" size="small">
            {say(reader, 'photo.send')}
          </Button>
        </form>
        {photo && (
          <form method="post" action="/account/photo/removal">
            <Guard guard={fresh()} />
            <Button type="submit" size="small" variant="quiet">
              {say(reader, 'photo.remove')}
            </Button>
          </form>
        )}
      </div>
      {error && <FieldError id="photo">{error}</FieldError>}
    </div>
  );
}

const standing = ({ reader, actor, workspace }: Own): string => {
  const where = actor.kind === 'member' ? workspace.name : actor.accountName;
  return actor.title ? say(reader, 'standing', { title: actor.title, where }) : where;
};
