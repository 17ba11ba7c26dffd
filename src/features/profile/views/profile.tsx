import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice, SelectField } from '#platform/ui/field.tsx';
import { ErrorSummary, KeptNotice } from '#platform/ui/notice.tsx';
import { Section } from '#platform/ui/page.tsx';
import { JobTitleField, NameField, PhoneField } from '#platform/ui/person-fields.tsx';
import { say } from '../messages.ts';
import { type Own, ticketMails } from '../profile.ts';
import { FormatField } from './format-field.tsx';
import { Photo } from './photo.tsx';
import { ZoneField } from './zone-field.tsx';

export interface ProfileFormProps {
  ctx: Own;
  guard: Guarded;
  /** As stored, or as it was typed. */
  values: Record<string, string>;
  photo: string | null;
  errors?: FieldErrors | undefined;
  photoError?: string | undefined;
}

const labels = { name: 'name', title: 'jobTitle', phone: 'phone', zone: 'zone' } as const;

/** What somebody says about themselves, and how the portal is to look and speak. */
export function Profile(props: ProfileFormProps) {
  const { ctx, guard, errors = {} } = props;
  const { reader } = ctx;
  const wrong = (Object.keys(labels) as (keyof typeof labels)[]).filter((id) => errors[id]);
  return (
    <Section id="profile" title={say(reader, 'profile.title')}>
      <div class="card stack loose">
        <Photo {...props} error={props.photoError} />
        <form id="profile-form" method="post" action="/account/profile" class="stack loose" data-keep="" novalidate>
          <Guard guard={guard} />
          {wrong.length > 0 && (
            <ErrorSummary
              title={say(reader, 'error.summary')}
              errors={wrong.map((id) => ({ id, label: say(reader, labels[id]) }))}
            />
          )}
          {guard.kept && wrong.length === 0 && (
            <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
          )}
          <div class="grid level">
            <About {...props} />
            <Settings {...props} />
          </div>
          <Hotkeys {...props} />
          <div class="end-bar">
            <span class="meta">{seenBy(ctx)}</span>
            <Button type="submit" variant="primary">
              {say(reader, 'profile.save')}
            </Button>
          </div>
        </form>
      </div>
    </Section>
  );
}

function About({ ctx: { reader }, values, errors = {} }: ProfileFormProps) {
  const shared = (name: 'name' | 'title' | 'phone') => ({ id: name, name, value: values[name], error: errors[name] });
  return (
    <>
      <NameField {...shared('name')} label={say(reader, 'name')} autocomplete="name" required />
      <JobTitleField {...shared('title')} label={say(reader, 'jobTitle')} autocomplete="organization-title" />
      <PhoneField {...shared('phone')} label={say(reader, 'phone')} autocomplete="tel" />
      <SelectField
        id="locale"
        name="locale"
        label={say(reader, 'language')}
        value={values.locale}
        options={[
          { value: 'en', label: 'English' },
          { value: 'de', label: 'Deutsch' },
        ]}
      />
    </>
  );
}

function Settings({ ctx, values, errors = {} }: ProfileFormProps) {
  const { reader } = ctx;
  return (
    <>
      <FormatField ctx={ctx} value={values.format ?? ''} />
      <ZoneField ctx={ctx} value={values.zone ?? ''} error={errors.zone} />
      <SelectField
        id="theme"
        name="theme"
        label={say(reader, 'theme')}
        value={values.theme}
        options={(['system', 'light', 'dark'] as const).map((value) => ({
          value,
          label: say(reader, `theme.${value}`),
        }))}
      />
      <TicketMails ctx={ctx} value={values.ticket_mails} />
    </>
  );
}

/** What is about somebody's access is mailed whatever they choose. */
function TicketMails({ ctx: { reader, actor }, value }: { ctx: Own; value: string | undefined }) {
  const side = actor.kind === 'member' ? 'member' : 'contact';
  const choices = side === 'member' ? ticketMails : (['all', 'none'] as const);
  return (
    <SelectField
      id="ticket_mails"
      name="ticket_mails"
      label={say(reader, 'mails')}
      hint={say(reader, 'mails.hint')}
      value={side === 'contact' && value === 'own' ? 'all' : value}
      options={choices.map((choice) => ({
        value: choice,
        label: say(reader, `mails.${side}.${choice}` as 'mails.member.own'),
      }))}
    />
  );
}

function Hotkeys({ ctx: { reader }, values }: ProfileFormProps) {
  return (
    <Choice
      type="switch"
      name="hotkeys"
      value="on"
      checked={values.hotkeys === 'on'}
      label={say(reader, 'hotkeys')}
      note={say(reader, 'hotkeys.note')}
    />
  );
}

const seenBy = ({ reader, actor, workspace }: Own): string =>
  actor.kind === 'member'
    ? say(reader, 'seenBy.member')
    : say(reader, 'seenBy.contact', { workspace: workspace.shortName, account: actor.accountShortName });
