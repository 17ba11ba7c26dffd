import type { Ctx } from '#platform/http/context.ts';
import type { FieldErrors } from '#platform/http/parse.ts';
import { SelectField, TextField } from '#platform/ui/field.tsx';
import { type Category, titleFor } from '../category.ts';
import { languageName } from '../languages.ts';
import { say } from '../messages.ts';

export interface BeginningFieldsProps {
  ctx: Ctx;
  categories: Category[];
  languages: string[];
  typed: Record<string, string>;
  errors: FieldErrors;
}

/** What every article begins with, wherever somebody begins one: its title, its place, and its language where there are several. */
export function BeginningFields({ ctx, categories, languages, typed, errors }: BeginningFieldsProps) {
  const { reader, workspace } = ctx;
  return (
    <>
      <TextField
        id="title"
        name="title"
        label={say(reader, 'field.title')}
        hint={say(reader, 'field.title.hint')}
        value={typed.title}
        maxlength={200}
        required
        error={errors.title}
      />
      <SelectField
        id="category"
        name="category"
        label={say(reader, 'column.category')}
        value={typed.category}
        error={errors.category}
        options={categories.map((one) => ({
          value: one.id,
          label: `${one.parentId ? '– ' : ''}${titleFor(one, reader.locale, workspace.locale).title}`,
        }))}
      />
      {languages.length > 1 && (
        <SelectField
          id="lang"
          name="lang"
          label={say(reader, 'language')}
          value={typed.lang ?? workspace.locale}
          options={languages.map((locale) => ({ value: locale, label: languageName(locale, reader.locale) }))}
        />
      )}
    </>
  );
}
