import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';

/** Where no mail goes out: the link of an invitation, to be handed on. */
export function LinkPage({ reader, email, url }: { reader: Reader; email: string; url: string }) {
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'link.title')} lede={say(reader, 'link.lede', { email })} />
      <TextField id="link" name="link" label={say(reader, 'link.field')} value={url} />
      <div class="end-bar">
        <Button href="/settings/members" variant="primary">
          {say(reader, 'link.done')}
        </Button>
      </div>
    </Page>
  );
}
