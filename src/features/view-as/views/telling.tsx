import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Choice } from '#platform/ui/field.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';

/** Whether customers hear of it when somebody of the team looks. */
export function TellingPage({ ctx: { reader }, guard, tells }: { ctx: Ctx; guard: Guarded; tells: boolean }) {
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'section.title')} lede={say(reader, 'settings.lede')} />
      <form id="telling-form" class="stack loose" method="post" action="/settings/view-as">
        <Guard guard={guard} />
        <Choice
          type="checkbox"
          boxed
          name="tells"
          value="on"
          checked={tells}
          label={say(reader, 'settings.tells')}
          note={say(reader, 'settings.tells.note')}
        />
        <div class="end-bar">
          <Button type="submit" variant="primary">
            {say(reader, 'settings.save')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
