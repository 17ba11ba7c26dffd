import type { Context } from 'hono';
import { LOST_FILES } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import type { Form } from '#platform/http/form.ts';
import { localPath } from '#platform/http/local-path.ts';
import { formatList } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { say } from './messages.ts';

/** The form of somebody who was signed in when they were given it, and has no session any more: not even one that has ended. */
export function formOfNobody(c: Context<Env>): Form | undefined {
  const form = c.get('form');
  const nobody = c.get('ctx')?.actor.kind === 'visitor';
  return nobody && form?.get('_writer') && form.get('_page') ? form : undefined;
}

/** Files that came with it and nobody could take. */
export function lostWith(reader: Reader, form: Form): string {
  const names = form.all(LOST_FILES).slice(0, 10);
  return names.length > 0 ? say(reader, 'error.out.files', { n: names.length, names: formatList(reader, names) }) : '';
}

/**
 * Signing in happens in another tab, because this page is all there is of the words. Sent once more by who is signed in then, they are
 * kept for them as those of any form whose page has gone stale, and stand in their fields again.
 */
export function SignInBeside({ c, reader, form }: { c: Context<Env>; reader: Reader; form: Form }) {
  const kept = [...form.fields].filter(
    ([name]) => !['_token', '_once', '_kept'].includes(name) && !/password|secret|code/i.test(name),
  );
  return (
    <>
      <Button
        variant="primary"
        href={`/sign-in?next=${encodeURIComponent(localPath(form.get('_page')))}`}
        target="_blank"
      >
        {say(reader, 'error.out.signIn')}
      </Button>
      <form method="post" action={c.req.path} enctype="multipart/form-data" data-turbo="false">
        {kept.map(([name, values]) => values.map((value) => <input type="hidden" name={name} value={value} />))}
        <Button type="submit">{say(reader, 'error.out.goOn')}</Button>
      </form>
    </>
  );
}
