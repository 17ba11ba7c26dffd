import { FieldFacts, FieldInputs, inputName } from '#features/fields/index.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { ErrorSummary, KeptNotice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import type { Sheet } from '../details-routes.tsx';
import { say } from '../messages.ts';
import { CompanyTabs } from './tabs.tsx';

interface DetailsPageProps {
  ctx: CtxOf<Contact>;
  guard: Guarded;
  company: Sheet;
  mine: Sheet;
  people: { id: string; name: string }[];
  /** A form that came back: what was typed, and what is wrong with it. */
  back?: { typed: Record<string, string>; errors: FieldErrors } | undefined;
  mayEdit: boolean;
}

export function DetailsPage(props: DetailsPageProps) {
  const { ctx, company, mine, mayEdit, back } = props;
  const { reader, actor, workspace } = ctx;
  const nothing = company.fields.length === 0 && mine.fields.length === 0;
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'details.title')}
        lede={say(reader, 'details.lede', { workspace: workspace.shortName })}
      />
      <CompanyTabs reader={reader} current="details" />
      <div class="stack apart">
        {props.guard.kept && !back && (
          <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
        )}
        {nothing && (
          <Card>
            <Empty
              small
              icon="building-2"
              title={say(reader, 'details.none')}
              text={say(reader, 'details.none.text')}
            />
          </Card>
        )}
        {company.fields.length > 0 && (
          <Section id="company" title={actor.accountName}>
            {!mayEdit && <p class="meta">{say(reader, 'details.readOnly')}</p>}
            <Fields {...props} sheet={company} action="/company/details" subjectId={actor.accountId} open={mayEdit} />
          </Section>
        )}
        {mine.fields.length > 0 && (
          <Section id="mine" title={say(reader, 'details.mine')}>
            <Fields {...props} sheet={mine} action="/company/details/own" subjectId={actor.personId} open />
          </Section>
        )}
      </div>
    </Page>
  );
}

type FieldsProps = DetailsPageProps & { sheet: Sheet; action: string; subjectId: string; open: boolean };

/** What may be read as facts, what may be changed as a form. */
function Fields({ ctx, guard, sheet, action, subjectId, open, people, back }: FieldsProps) {
  const { reader } = ctx;
  const inputs = sheet.fields.filter((field) => open && field.customer === 'edit');
  const facts = sheet.fields.filter((field) => !inputs.includes(field));
  const wishes = inputs.filter(({ id }) => sheet.waiting.has(id));
  const wrong = inputs.filter((field) => back?.errors[inputName(field)]);
  return (
    <>
      {facts.length > 0 && <FieldFacts reader={reader} fields={facts} values={sheet.values} subjectId={subjectId} />}
      {wishes.map(({ id, label }) => (
        <form id={`wish-${id}`} method="post" action={`/company/details/wishes/${id}/removal`} class="cluster">
          <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
          <span class="meta">{say(reader, 'details.waits', { label })}</span>
          <Button type="submit" size="small" aria-label={say(reader, 'details.takeBack.label', { label })}>
            {say(reader, 'details.takeBack')}
          </Button>
        </form>
      ))}
      {inputs.length > 0 && (
        <form method="post" action={action} enctype="multipart/form-data" class="stack" data-keep="" novalidate>
          <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
          {wrong.length > 0 && (
            <ErrorSummary
              title={say(reader, 'error.summary')}
              errors={wrong.map((field) => ({ id: inputName(field), label: field.label }))}
            />
          )}
          <FieldInputs
            reader={reader}
            fields={inputs}
            people={people}
            typed={{ ...sheet.typed, ...back?.typed }}
            subjectId={subjectId}
            errors={back?.errors}
            waiting={sheet.waiting}
            strict
          />
          <div class="end-bar">
            <Button type="submit" variant="primary">
              {say(reader, 'details.save')}
            </Button>
          </div>
        </form>
      )}
    </>
  );
}
