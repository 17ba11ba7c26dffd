import type { PropsWithChildren } from 'hono/jsx';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Shown } from '#platform/http/rebased.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice } from '#platform/ui/field.tsx';
import { KeptNotice } from '#platform/ui/notice.tsx';
import { PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';
import { type Chosen, RuleInputs } from './rule-form.tsx';

interface RulePageProps {
  reader: Reader;
  guard: Guarded;
  /** As it is now. */
  stored: Shown;
  action: string;
  title: string;
  lede: string;
  chosen: Chosen;
  usual?: string | undefined;
  error?: string | undefined;
  cancel?: string | undefined;
}

/** One form for the three places where such a rule is made; children are what only one of them asks. */
export function RulePage(props: PropsWithChildren<RulePageProps>) {
  const { reader, guard, action, title, lede, cancel, children } = props;
  return (
    <>
      <PageHead title={title} lede={lede} />
      <form method="post" action={action} class="stack apart" data-keep="" id="visibility-form">
        <Guard guard={guard} stored={props.stored} />
        {guard.kept && <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>}
        <RuleInputs reader={reader} chosen={props.chosen} usual={props.usual} error={props.error} />
        {children}
        <div class="end-bar">
          {cancel && (
            <Button href={cancel} variant="quiet">
              {say(reader, 'cancel')}
            </Button>
          )}
          <Button type="submit" variant="primary">
            {say(reader, 'save')}
          </Button>
        </div>
      </form>
    </>
  );
}

export const LeaveItToThem = ({ reader, checked }: { reader: Reader; checked: boolean }) => (
  <Choice
    type="switch"
    name="accounts_choose"
    value="yes"
    checked={checked}
    label={say(reader, 'choose')}
    note={say(reader, 'choose.note')}
  />
);
