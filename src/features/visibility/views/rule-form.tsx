import { type Flag, flags } from '#platform/flags.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Choice, Choices } from '#platform/ui/field.tsx';
import { flagName } from '../flag-name.ts';
import { say } from '../messages.ts';
import { sights } from '../rule.ts';

/** What was chosen, as a form has it; `usual` for a customer without a rule of their own. */
export interface Chosen {
  see: string;
  may: string;
  flags: readonly Flag[];
}

interface RuleInputsProps {
  reader: Reader;
  chosen: Chosen;
  /** What holds where nothing else is said, to be chosen as well. */
  usual?: string | undefined;
  error?: string | undefined;
}

/** Who sees what colleagues asked, whether they may answer, and whose flag lets them see. */
export function RuleInputs({ reader, chosen, usual, error }: RuleInputsProps) {
  const option = (value: (typeof sights)[number]) => ({
    value,
    label: say(reader, `see.${value}`),
    note: say(reader, `see.${value}.note`),
  });
  return (
    <div class="stack loose" id="rule">
      <Choices
        id="see"
        name="see"
        legend={say(reader, 'see')}
        value={chosen.see}
        error={error}
        options={[
          ...(usual === undefined ? [] : [{ value: 'usual', label: say(reader, 'see.usual'), note: usual }]),
          ...[...sights].reverse().map(option),
        ]}
      />
      <fieldset class="field rule-flags">
        <legend>{say(reader, 'flags')}</legend>
        <p class="hint">{say(reader, 'flags.hint')}</p>
        {flags.map((flag) => (
          <Choice
            type="checkbox"
            name="flag"
            value={flag}
            checked={chosen.flags.includes(flag)}
            label={flagName(reader, flag)}
          />
        ))}
      </fieldset>
      <div class="rule-may">
        <Choices
          id="may"
          name="may"
          legend={say(reader, 'may')}
          value={chosen.may}
          options={(['reply', 'read'] as const).map((value) => ({
            value,
            label: say(reader, `may.${value}`),
            note: say(reader, `may.${value}.note`),
          }))}
        />
      </div>
    </div>
  );
}
