import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import type { Side } from '#platform/rights.ts';
import { Button } from '#platform/ui/button.tsx';
import { type Option, SelectField, TextField } from '#platform/ui/field.tsx';
import { KeptNotice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';

interface NewRoleProps {
  reader: Reader;
  guard: Guarded;
  side: Side;
  likes: Option[];
  values: Record<string, string>;
  errors?: FieldErrors | undefined;
}

/** A name and what it begins like; its rights are set on the page that follows. */
export function NewRole({ reader, guard, side, likes, values, errors = {} }: NewRoleProps) {
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'new')} lede={say(reader, `new.lede.${side}`)} />
      <form id="new-role" method="post" action="/settings/roles" class="stack loose" data-keep="" novalidate>
        <Guard guard={guard} />
        {guard.kept && Object.keys(errors).length === 0 && (
          <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
        )}
        <input type="hidden" name="side" value={side} />
        <TextField
          id="name"
          name="name"
          label={say(reader, 'name')}
          hint={say(reader, `name.hint.${side}`)}
          value={values.name}
          error={errors.name}
          maxlength={60}
          autocomplete="off"
          required
        />
        <SelectField
          id="like"
          name="like"
          label={say(reader, 'like')}
          value={values.like ?? likes.at(-1)?.value}
          error={errors.like}
          options={likes}
        />
        <div class="end-bar">
          <Button href={`/settings/roles?side=${side}`} variant="quiet">
            {say(reader, 'cancel')}
          </Button>
          <Button type="submit" variant="primary">
            {say(reader, 'new.submit')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
