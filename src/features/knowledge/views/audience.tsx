import { filledNote, type SegmentToName } from '#features/gates/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Shown } from '#platform/http/rebased.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice, FieldError, SearchInput } from '#platform/ui/field.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Verdict } from '#platform/ui/rows.tsx';
import { maySetAudience } from '../access.ts';
import { type Article, type Audience, audiences } from '../article.ts';
import { titleFor } from '../category.ts';
import { say } from '../messages.ts';
import type { Checked, Gate, Reach } from '../who.ts';
import { audienceIcon } from './marks.tsx';

export interface AudiencePageProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  article: Article;
  title: string;
  reach: Reach;
  /** Who is looked up, and what came out. */
  query: string;
  people: { id: string; name: string; account: string }[];
  checked: Checked | undefined;
  /** What a form that came back said. */
  chosen: { audience: Audience; segments: string[] };
  /** What is stored, for a form that comes from an older page. */
  stored: Shown;
  segments: SegmentToName[];
  errors: FieldErrors;
}

/** Who reads an article, why, and who does not. */
export function AudiencePage(props: AudiencePageProps) {
  const { ctx, article, title, reach } = props;
  const { reader } = ctx;
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'who.title')}
        before={<span class="meta">{title}</span>}
        lede={
          reach.people === null
            ? say(reader, 'who.public')
            : article.readers === 'member'
              ? say(reader, 'who.member')
              : say(reader, 'who.lede', { people: reach.people, customers: reach.customers ?? 0 })
        }
      />
      <div class="stack loose">
        <Verdict rules={reach.gates.flatMap((gate) => gateRules(props, gate))} />
        <Check {...props} />
        <Change {...props} />
        <div class="end-bar">
          <Button href={`/knowledge/${article.number}`}>{say(reader, 'who.done')}</Button>
        </div>
      </div>
    </Page>
  );
}

const subjectOf = ({ ctx: { reader, workspace } }: AudiencePageProps, gate: Gate) =>
  gate.category
    ? say(reader, 'gate.category', { title: titleFor(gate.category, reader.locale, workspace.locale).title })
    : say(reader, 'gate.article');

/** What one thing says of who reads: a line, and one for each segment that opens it. */
function gateRules(props: AudiencePageProps, gate: Gate) {
  const { reader } = props.ctx;
  return [
    {
      icon: audienceIcon[gate.audience],
      text: (
        <>
          <b>{subjectOf(props, gate)}</b> {say(reader, `audience.${gate.audience}`)}
        </>
      ),
    },
    ...gate.segments.map((segment) => ({
      icon: 'tag' as const,
      text: (
        <a class="link" href={`/customers/segments/${segment.id}`}>
          {segment.name}
        </a>
      ),
      end: say(reader, 'gate.reach', { customers: segment.customers, people: segment.people }),
    })),
    ...(gate.audience === 'segment' && gate.segments.length === 0
      ? [{ icon: 'triangle-alert' as const, tone: 'warn' as const, text: say(reader, 'gate.nobody') }]
      : []),
  ];
}

function Check(props: AudiencePageProps) {
  const { ctx, article, query, people, checked } = props;
  const { reader } = ctx;
  const address = `/knowledge/${article.number}/audience`;
  return (
    <Section id="check" title={say(reader, 'check')}>
      <search>
        <form method="get" action={address} class="cluster">
          <SearchInput name="q" label={say(reader, 'check')} placeholder={say(reader, 'check.hint')} value={query} />
          <Button type="submit">{say(reader, 'check.submit')}</Button>
        </form>
      </search>
      <div id="checked" role="status">
        {checked && (
          <Verdict
            rules={[
              {
                tone: checked.can ? 'ok' : 'bad',
                icon: checked.can ? 'eye' : 'eye-off',
                text: (
                  <>
                    <b>{say(reader, checked.can ? 'check.can' : 'check.cannot', { name: checked.name })}</b>{' '}
                    {checked.out
                      ? say(reader, `check.${checked.out}`, { account: checked.account })
                      : checked.shut
                        ? say(reader, checked.shut.audience === 'member' ? 'check.team' : 'check.shut', {
                            account: checked.account,
                            what: subjectOf(props, checked.shut),
                          })
                        : say(reader, 'check.open', { account: checked.account })}
                  </>
                ),
                end: (
                  <Button size="small" href={`/customers/${checked.accountId}`}>
                    {checked.account}
                  </Button>
                ),
              },
              ...checked.reasons.map((text) => ({ icon: 'chevron-right' as const, text })),
            ]}
          />
        )}
        {query !== '' && people.length === 0 && <p class="meta">{say(reader, 'check.none')}</p>}
      </div>
      {people.length > 0 && (
        <div class="cluster">
          <span class="meta">{say(reader, 'check.or')}</span>
          {people.map((person) => (
            <Button size="small" href={`${address}?${new URLSearchParams({ q: query, person: person.id })}#check`}>
              {person.name}
            </Button>
          ))}
        </div>
      )}
    </Section>
  );
}

function Change({ ctx: { reader, actor }, guard, article, chosen, stored, segments, errors }: AudiencePageProps) {
  if (!maySetAudience(actor, article.audience)) return null;
  return (
    <Section id="change" title={say(reader, 'who.change.title')}>
      <form method="post" action={`/knowledge/${article.number}/readers`} class="stack" data-keep="">
        <Guard guard={guard} stored={stored} />
        <AudienceInputs
          reader={reader}
          chosen={chosen}
          segments={segments}
          maySegment={maySetAudience(actor, 'segment')}
          error={errors.audience}
        />
        <p class="meta">{say(reader, 'who.narrower')}</p>
        <div>
          <Button type="submit" variant="primary">
            {say(reader, 'who.save')}
          </Button>
        </div>
      </form>
    </Section>
  );
}

interface AudienceInputsProps {
  reader: AudiencePageProps['ctx']['reader'];
  chosen: { audience: Audience; segments: string[] };
  segments: SegmentToName[];
  maySegment: boolean;
  error?: string | undefined;
}

/** The four audiences; the segments that the third may name. For articles and categories alike. */
export function AudienceInputs({ reader, chosen, segments, maySegment, error }: AudienceInputsProps) {
  return (
    <fieldset class="field gate" id="audience" aria-describedby={error ? 'audience-error' : undefined}>
      <legend class="visually-hidden">{say(reader, 'who')}</legend>
      {audiences.map((audience) => (
        <>
          <Choice
            type="radio"
            name="audience"
            value={audience}
            checked={chosen.audience === audience}
            disabled={audience === 'segment' && !maySegment && chosen.audience !== 'segment'}
            label={
              <span class="marked">
                <Icon name={audienceIcon[audience]} size="small" />
                {say(reader, `audience.${audience}`)}
              </span>
            }
            note={say(reader, `audience.${audience}.note`)}
          />
          {audience === 'segment' && maySegment && (
            <div class="gate-segments cluster" role="group" aria-label={say(reader, 'who.segments')}>
              {segments.map(({ id, name, filled }) => (
                <Choice
                  type="checkbox"
                  name="segment"
                  value={id}
                  checked={chosen.segments.includes(id)}
                  label={name}
                  note={filledNote(reader, filled)}
                />
              ))}
              {segments.length === 0 && (
                <a class="link" href="/customers/segments/new">
                  {say(reader, 'who.segments.make')}
                </a>
              )}
            </div>
          )}
        </>
      ))}
      {error && <FieldError id="audience">{error}</FieldError>}
    </fieldset>
  );
}
