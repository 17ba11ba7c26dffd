import { formatDateTime } from '#platform/i18n/format.ts';
import { formatIn, formats, type Locale, locales } from '#platform/i18n/reader.ts';
import { Field } from '#platform/ui/field.tsx';
import { say } from '../messages.ts';
import type { Own } from '../profile.ts';

const languages: Record<Locale, string> = { en: 'English', de: 'Deutsch' };

/** By region, each with this moment as it is written there. What belongs to another language than the chosen one counts for nothing. */
export function FormatField({ ctx: { reader }, value }: { ctx: Own; value: string }) {
  const regions = new Intl.DisplayNames([reader.locale], { type: 'region' });
  return (
    <Field id="format" label={say(reader, 'format')}>
      <select class="input" id="format" name="format">
        <option value="" selected={value === ''}>
          {say(reader, 'format.browser')}
        </option>
        {locales.map((locale) => (
          <optgroup label={languages[locale]}>
            {formats[locale].map((format) => (
              <option value={format} selected={format === value}>
                {`${regions.of(format.slice(3))}: ${formatDateTime({ ...reader, locale, format: formatIn(locale, format) }, reader.now)}`}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </Field>
  );
}
