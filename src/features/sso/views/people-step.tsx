import { Guard } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Choice, FieldError, Select, SelectField, TextField } from '#platform/ui/field.tsx';
import { Fold } from '#platform/ui/fold.tsx';
import { say } from '../messages.ts';
import type { Shown } from '../one-page.tsx';
import { linesOf, shownPeople } from '../people.ts';
import { Step } from './step.tsx';

export function PeopleStep(shown: Shown) {
  const { ctx, guard, connection, account, values, errors } = shown;
  const { reader } = ctx;
  const { roles } = shown;
  const posted = 'default_role' in values;
  const ticked = (name: string, stored: boolean) => (posted ? Boolean(values[name]) : stored);
  return (
    <Step id="people" title={say(reader, 'people.title')} done={connection.testedAt !== null} now={false}>
      <form
        method="post"
        action={`/settings/sso/${connection.id}/people`}
        class="stack loose"
        data-keep=""
        id="people-form"
        novalidate
      >
        <Guard guard={{ ...guard, once: crypto.randomUUID() }} stored={shownPeople(connection, shown.storedGroups)} />
        <Choice
          type="checkbox"
          name="adds_people"
          value="1"
          label={say(reader, account ? 'people.add.customer' : 'people.add.team')}
          note={say(reader, 'people.add.note')}
          checked={ticked('adds_people', connection.addsPeople)}
        />
        <SelectField
          id="default_role"
          name="default_role"
          label={say(reader, 'people.role')}
          options={roles}
          value={values.default_role ?? connection.defaultRole}
          error={errors.default_role}
        />
        <Groups {...shown} />
        <Details {...shown} ticked={ticked} />
        <div>
          <Button type="submit">{say(reader, 'people.save')}</Button>
        </div>
      </form>
    </Step>
  );
}

function Groups({ ctx: { reader }, groups, errors, roles }: Shown) {
  const lines = linesOf(groups);
  const options = [{ value: '', label: say(reader, 'people.groupRole') }, ...roles];
  return (
    <fieldset class="field" id="group" aria-describedby="group-hint">
      <legend>{say(reader, 'people.groups')}</legend>
      <p class="hint" id="group-hint">
        {say(reader, 'people.groups.text')}
      </p>
      {lines.map(({ group, role }) => (
        <div class="sso-pair">
          <input
            class="input"
            name="group"
            value={group}
            aria-label={say(reader, 'people.group')}
            placeholder={say(reader, 'people.group')}
            maxlength={200}
            autocomplete="off"
          />
          <Select name="role" options={options} value={role} aria-label={say(reader, 'people.groupRole')} />
        </div>
      ))}
      {errors.group && <FieldError id="group">{errors.group}</FieldError>}
    </fieldset>
  );
}

const claims = ['claim_email', 'claim_name', 'claim_groups'] as const;

type DetailsProps = Shown & { ticked: (name: string, stored: boolean) => boolean };

function Details({ ctx: { reader }, connection, values, errors, ticked }: DetailsProps) {
  const { email, name, groups } = connection.attributes;
  const claim = (id: (typeof claims)[number], label: string, stored: string | undefined) => (
    <TextField
      id={id}
      name={id}
      label={label}
      hint={say(reader, 'people.claim.hint')}
      value={values[id] ?? stored ?? ''}
      error={errors[id]}
      maxlength={300}
      autocomplete="off"
    />
  );
  return (
    <Fold
      title={say(reader, 'people.more')}
      open={claims.some((id) => errors[id] !== undefined || Boolean(values[id]))}
    >
      <div class="stack loose">
        <Choice
          type="checkbox"
          name="second_step_here"
          value="1"
          label={say(reader, 'people.second')}
          note={say(reader, 'people.second.note')}
          checked={ticked('second_step_here', connection.secondStepHere)}
        />
        {connection.kind === 'saml' && (
          <Choice
            type="checkbox"
            name="starts_elsewhere"
            value="1"
            label={say(reader, 'people.elsewhere')}
            note={say(reader, 'people.elsewhere.note')}
            checked={ticked('starts_elsewhere', connection.startsElsewhere)}
          />
        )}
        {claim('claim_email', say(reader, 'people.claim.email'), email)}
        {claim('claim_name', say(reader, 'people.claim.name'), name)}
        {claim('claim_groups', say(reader, 'people.claim.groups'), groups)}
      </div>
    </Fold>
  );
}
