import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { Section } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';

interface OutsiderProps {
  reader: Reader;
  guard: Guarded;
  email: string;
  error: string | undefined;
}

/** An address without an entry, of which there is no page. */
export function Outsider({ reader, guard, email, error }: OutsiderProps) {
  return (
    <Section id="outsider" title={say(reader, 'address.title')}>
      <p class="meta">{say(reader, 'address.text')}</p>
      <form id="address-form" method="post" action="/settings/data/address" class="stack" data-keep="" novalidate>
        <Guard guard={guard} />
        <TextField
          id="email"
          name="email"
          type="email"
          label={say(reader, 'address.label')}
          value={email}
          error={error}
          maxlength={254}
          autocomplete="off"
          required
        />
        <div class="cluster">
          <Button type="submit" variant="danger">
            {say(reader, 'address.forget')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
