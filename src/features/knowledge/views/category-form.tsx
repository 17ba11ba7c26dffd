import type { SegmentToName } from '#features/gates/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Shown } from '#platform/http/rebased.ts';
import { Button } from '#platform/ui/button.tsx';
import { SelectField, TextField } from '#platform/ui/field.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import { ErrorSummary, KeptNotice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { maySetAudience } from '../access.ts';
import type { ChosenAudience } from '../audience-form.ts';
import { type Category, titleFor } from '../category.ts';
import { categoryIcons } from '../icons.ts';
import { languageName } from '../languages.ts';
import { say } from '../messages.ts';
import { AudienceInputs } from './audience.tsx';

export interface CategoryFormProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  /** Absent: a new one. */
  category: Category | undefined;
  /** What is stored of it, for a form that comes from an older page. */
  stored: Shown | undefined;
  /** Nothing is in it, so it may go. */
  empty: boolean;
  /** Those it may stand in; null is the top. */
  parents: (Category | null)[];
  languages: string[];
  segments: SegmentToName[];
  typed: { parent: string; icon: string; texts: ReadonlyMap<string, { title: string; summary: string }> };
  chosen: ChosenAudience;
  errors: FieldErrors;
}

/** A category: what it is called in each language, where it stands, and for whom it is. */
export function CategoryForm(props: CategoryFormProps) {
  const { ctx, guard, category, stored, parents, languages, segments, typed, chosen, errors } = props;
  const { reader, actor, workspace } = ctx;
  const action = category ? `/knowledge/categories/${category.id}` : '/knowledge/categories';
  const wrong = Object.keys(errors).map((id) => ({
    id,
    label: id === 'audience' ? say(reader, 'who') : say(reader, 'field.name'),
  }));
  return (
    <Page width="narrow">
      <PageHead
        title={category ? titleFor(category, reader.locale, workspace.locale).title : say(reader, 'category.new')}
        lede={category ? undefined : say(reader, 'category.new.lede')}
      />
      <form method="post" action={action} class="stack loose" data-keep="">
        <Guard guard={guard} stored={stored} />
        {wrong.length > 0 && <ErrorSummary title={say(reader, 'error.summary')} errors={wrong} />}
        {guard.kept && wrong.length === 0 && (
          <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
        )}
        {languages.map((locale) => (
          <fieldset class="field">
            <legend class={languages.length > 1 ? undefined : 'visually-hidden'}>
              {languageName(locale, reader.locale)}
            </legend>
            <TextField
              id={`title-${locale}`}
              name={`title-${locale}`}
              label={say(reader, 'field.name')}
              value={typed.texts.get(locale)?.title}
              maxlength={120}
              required={locale === workspace.locale}
              error={errors[`title-${locale}`]}
            />
            <TextField
              id={`summary-${locale}`}
              name={`summary-${locale}`}
              label={say(reader, 'field.about')}
              value={typed.texts.get(locale)?.summary}
              maxlength={300}
            />
          </fieldset>
        ))}
        <SelectField
          id="parent"
          name="parent"
          label={say(reader, 'category.in')}
          value={typed.parent}
          hint={parents.includes(null) ? undefined : say(reader, 'move.stays')}
          options={parents.map((one) => ({
            value: one?.id ?? '',
            label: one ? titleFor(one, reader.locale, workspace.locale).title : say(reader, 'category.top'),
          }))}
        />
        <fieldset class="field" id="icon">
          <legend>{say(reader, 'category.icon')}</legend>
          <div class="icon-choices">
            {categoryIcons.map((icon) => (
              <label class="icon-choice" title={say(reader, `icon.${icon}`)}>
                <input
                  type="radio"
                  name="icon"
                  value={icon}
                  checked={typed.icon === icon}
                  aria-label={say(reader, `icon.${icon}`)}
                />
                <Icon name={icon} />
              </label>
            ))}
          </div>
        </fieldset>
        <div class="field">
          <span class="label">{say(reader, 'who')}</span>
          <AudienceInputs
            reader={reader}
            chosen={chosen}
            segments={segments}
            maySegment={maySetAudience(actor, 'segment')}
            error={errors.audience}
          />
        </div>
        <div class="end-bar">
          <Button href="/knowledge/categories" variant="quiet">
            {say(reader, 'cancel')}
          </Button>
          <Button type="submit" variant="primary">
            {say(reader, category ? 'category.save' : 'category.add')}
          </Button>
        </div>
      </form>
      {category && <Removal {...props} />}
    </Page>
  );
}

function Removal({ ctx: { reader }, guard, category, empty }: CategoryFormProps) {
  if (!empty) return <p class="meta">{say(reader, 'category.holds')}</p>;
  return (
    <form method="post" action={`/knowledge/categories/${category!.id}/removal`}>
      <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
      <Button type="submit" variant="danger" size="small">
        {say(reader, 'category.remove')}
      </Button>
    </form>
  );
}
