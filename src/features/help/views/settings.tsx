import { mayManageGates } from '#features/gates/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Shown } from '#platform/http/rebased.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice, Choices } from '#platform/ui/field.tsx';
import { ErrorSummary, KeptNotice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';
import { readersOfHelp } from '../settings.ts';

export interface HelpSettingsPageProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  /** What is stored, for a form that comes from an older page. */
  stored: Shown;
  chosen: { readers: string; found: boolean };
  errors: FieldErrors;
}

/** Whom the help center is for, and whether search engines find it. */
export function HelpSettingsPage({ ctx: { reader, actor }, guard, stored, chosen, errors }: HelpSettingsPageProps) {
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'title')} lede={say(reader, 'settings.lede')}>
        <Button variant="quiet" icon="eye" href="/help">
          {say(reader, 'settings.look')}
        </Button>
      </PageHead>
      <form id="help-form" class="stack loose" method="post" action="/settings/help" data-keep="" novalidate>
        <Guard guard={guard} stored={stored} />
        {errors.readers && (
          <ErrorSummary
            title={say(reader, 'settings.error')}
            errors={[{ id: 'readers', label: say(reader, 'settings.readers') }]}
          />
        )}
        {guard.kept && !errors.readers && (
          <KeptNotice title={say(reader, 'settings.kept')}>{say(reader, 'settings.kept.text')}</KeptNotice>
        )}
        <Choices
          id="readers"
          name="readers"
          legend={say(reader, 'settings.readers')}
          value={chosen.readers}
          error={errors.readers}
          options={readersOfHelp.map((value) => ({
            value,
            label: say(reader, `settings.${value}`),
            note: say(reader, `settings.${value}.note`),
          }))}
        />
        <Choice
          type="checkbox"
          boxed
          name="found"
          value="on"
          checked={chosen.found}
          label={say(reader, 'settings.found')}
          note={say(reader, 'settings.found.note')}
        />
        <p class="meta">
          {say(reader, 'settings.rooms')}{' '}
          {mayManageGates(actor) && (
            <a class="link" href="/settings/rooms">
              {say(reader, 'settings.rooms.link')}
            </a>
          )}
        </p>
        <div class="end-bar">
          <Button type="submit" variant="primary">
            {say(reader, 'settings.save')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
