import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';

interface ProofPageProps {
  ctx: CtxOf<Contact | Member>;
  guard: Guarded;
  /** Where the form was going; null when it was a page that asks. */
  action: string | null;
  /** Where a link from the mail leads back to. */
  next: string;
  /** What was typed, to be sent again. */
  fields: [string, string][];
  /** Whether a password can be asked for. */
  password: boolean;
  wrong: boolean;
}

/** Asks who it is before something that cannot be undone. What was typed travels in the form. */
export function ProofPage({ ctx, guard, action, next, fields, password, wrong }: ProofPageProps) {
  const { reader, actor } = ctx;
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'proof.title')}
        lede={
          <>
            {say(reader, password ? 'proof.lede' : 'proof.ledeLink', { email: actor.email })}
            {fields.length > 0 && ` ${say(reader, 'proof.kept')}`}
          </>
        }
      />
      <form
        id="proof-form"
        class="card stack loose"
        method="post"
        action={(password && action) || '/account/proof'}
        data-turbo={password ? 'false' : undefined}
      >
        <Guard guard={guard} />
        {fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="_next" value={next} />
        {action && <input type="hidden" name="_action" value={action} />}
        {password && (
          <TextField
            id="proof"
            name="_proof"
            type="password"
            label={say(reader, 'proof.password')}
            error={wrong ? say(reader, 'proof.wrong') : undefined}
            autocomplete="current-password"
            maxlength={200}
            required
            autofocus
          />
        )}
        <div class="end-bar">
          <span class="meta">{say(reader, 'proof.why')}</span>
          <Button type="submit" variant="primary">
            {say(reader, password ? 'proof.go' : 'proof.link')}
          </Button>
        </div>
        {password && (
          <Button
            type="submit"
            variant="quiet"
            icon="mail"
            name="_by"
            value="link"
            formaction="/account/proof"
            formnovalidate
          >
            {say(reader, 'proof.linkInstead')}
          </Button>
        )}
      </form>
    </Page>
  );
}
