import type { Ctx } from '#platform/http/context.ts';
import { writerMark } from '#platform/http/drafts.ts';
import type { Locale } from '#platform/i18n/reader.ts';
import { Button, IconButton } from '#platform/ui/button.tsx';
import { firstNameOf } from '#platform/ui/first-name.ts';
import { still } from '#platform/ui/frozen.ts';
import { Icon } from '#platform/ui/icon.tsx';
import { Toast } from '#platform/ui/notice.tsx';
import { say } from '../messages.ts';

const ID = 'session-expired';

/**
 * What the browser shows over a page whose session has ended while somebody was at work on it. The way in itself (fields,
 * errors) it takes from the sign-in page when it is needed: the proof in that form is of the browser's newest state.
 */
export function SessionExpired({ ctx }: { ctx: Ctx }) {
  const { actor, reader } = ctx;
  if (actor.kind !== 'contact' && actor.kind !== 'member') return null;
  const first = firstNameOf(actor.name);
  return SignInAgain({ locale: reader.locale, writer: writerMark(ctx), email: actor.email, first });
}

interface SignInAgainProps {
  locale: Locale;
  writer: string;
  email: string;
  first: string;
}

const SignInAgain = still<SignInAgainProps>(({ locale, writer, email, first }) => {
  const reader = { locale };
  return (
    <>
      <dialog
        class="dialog"
        id={ID}
        aria-labelledby={`${ID}-title`}
        aria-describedby={`${ID}-text`}
        data-writer={writer}
        data-email={email}
      >
        <Words reader={reader} />
        <div data-part="way-in" data-title={say(reader, 'again.title')}>
          <Button href="/sign-in" variant="primary" size="large" block>
            {say(reader, 'signIn.button')}
          </Button>
        </div>
        <div class="stack" data-part="other" data-title={say(reader, 'again.otherTitle')} hidden>
          <p id={`${ID}-other`}>{say(reader, 'again.other', { first })}</p>
          <Button href="/" block>
            {say(reader, 'again.leave')}
          </Button>
        </div>
        <p class="meta" data-part="foot">
          {say.rich(reader, 'again.notYou', {
            first,
            link: (words) => (
              <a class="link" href="/sign-in" data-turbo="false">
                {words}
              </a>
            ),
          })}
        </p>
      </dialog>
      <template id="signed-in-toast">
        <Toast>{say(reader, 'again.done')}</Toast>
      </template>
    </>
  );
});

/** What has happened, and what of one's work is safe: the browser counts it. */
function Words({ reader }: { reader: { locale: Locale } }) {
  return (
    <>
      <form method="dialog" class="dialog-close">
        <IconButton type="submit" variant="quiet" size="small" icon="x" label={say(reader, 'again.later')} />
      </form>
      <div class="stack close">
        <h2 id={`${ID}-title`} tabindex={-1} autofocus>
          {say(reader, 'again.title')}
        </h2>
        <p id={`${ID}-text`} data-part="text">
          {say.rich(reader, 'again.text', { safe: (words) => <b>{words}</b> })}
        </p>
      </div>
      <div
        class="verdict"
        data-part="kept"
        data-one={say(reader, 'again.words.one', { quote: '{quote}' })}
        data-many={say(reader, 'again.words.many', { quote: '{quote}', n: '{n}' })}
        data-time={say(reader, 'again.kept', { time: '{time}' })}
        data-file={say(reader, 'again.uploaded')}
        hidden
      />
      <template data-part="row">
        <div class="rule ok">
          <Icon name="circle-check" size="small" />
          <span />
          <span class="meta" />
        </div>
      </template>
      <div class="notice bad" role="alert" data-part="trouble" hidden>
        <Icon name="circle-alert" />
        <p />
      </div>
      <div class="notice" data-part="sent" tabindex={-1} hidden>
        <Icon name="mail" />
        <p>{say.rich(reader, 'again.sent', { b: (words) => <b>{words}</b> })}</p>
      </div>
    </>
  );
}
