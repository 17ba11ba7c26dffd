import type { Workspace } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Locale } from '#platform/i18n/reader.ts';
import { type Brand, brandVersion } from '#platform/ui/brand.ts';
import { Button } from '#platform/ui/button.tsx';
import { Document } from '#platform/ui/document.tsx';
import { Or } from '#platform/ui/door.tsx';
import { type Frozen, filled, gap, still } from '#platform/ui/frozen.ts';
import { Notice } from '#platform/ui/notice.tsx';
import { say } from '../messages.ts';
import { Doorway } from './doorway.tsx';
import { EmailField, PasswordPart } from './sign-in.tsx';

interface Crowd {
  workspace: Workspace;
  locale: Locale;
  guard: Guarded;
  email: string | undefined;
  next: string;
  /** A link by mail needs no turn. */
  mails: boolean;
}

/** The sign-in form again, with what was typed and without the password. In a crowd it is made many times a second. */
export function crowdPage({ workspace, locale, mails, guard, email, next }: Crowd): Frozen {
  const { brand, name, tagline, replyPromiseMinutes } = workspace;
  return filled(
    Page({ locale, mails, brand, name, tagline, replyPromiseMinutes }),
    <>
      <Guard guard={guard} />
      <input type="hidden" name="next" value={next} />
      <EmailField ctx={{ reader: readerIn(locale) }} email={email} />
    </>,
  );
}

// Nothing here depends on zone or time.
const readerIn = (locale: Locale) => ({ locale, zone: 'UTC', now: new Date() });

type Still = Pick<Workspace, 'name' | 'tagline' | 'replyPromiseMinutes'> & {
  brand: Brand;
  locale: Locale;
  mails: boolean;
};

const Page = still<Still>(({ locale, mails, ...about }) => {
  const reader = readerIn(locale);
  const title = say(reader, 'signIn.title', { name: about.name });
  return (
    <Document
      title={`${say(reader, 'crowd.title')} · ${about.name}`}
      locale={locale}
      theme="auto"
      brand={about.brand}
      brandVersion={brandVersion(about.brand)}
      skipLabel={say(reader, 'crowd.skip')}
      bodyClass="signin"
      texts
    >
      <Doorway ctx={{ workspace: about, reader }} title={title}>
        <div class="stack" id="way-in">
          <Notice icon="clock" tone="warn" role="alert">
            <b>{say(reader, 'crowd.title')}</b> {say(reader, mails ? 'crowd.text' : 'crowd.textNoMail')}
          </Notice>
          <form class="stack" method="post" action="/sign-in/password" data-turbo="false" novalidate>
            {gap}
            <PasswordPart reader={reader} autofocus />
            {mails && <Or>{say(reader, 'or')}</Or>}
            {mails && (
              <Button type="submit" icon="mail" block formaction="/sign-in/link">
                {say(reader, 'signIn.link')}
              </Button>
            )}
          </form>
        </div>
      </Doorway>
    </Document>
  );
});
