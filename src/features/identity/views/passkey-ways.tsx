import { Button } from '#platform/ui/button.tsx';
import { Or } from '#platform/ui/door.tsx';
import { FieldError } from '#platform/ui/field.tsx';
import { PASSKEY_FIELD, PASSKEY_SEAL_FIELD, type Question } from '../passkeys/answer.ts';

interface PasskeyWaysProps {
  /** For ids: one such part on a page. */
  id: string;
  kind: 'get' | 'create';
  question: Question;
  label: string;
  /** What is said when the device did not give one. */
  trouble: string;
  /** Between another way in and this one. */
  or?: string | undefined;
  /** Where the form goes when a passkey was given; its own action without. */
  action?: string | undefined;
  primary?: boolean | undefined;
  /** Offers passkeys in the list that opens at the address field, too. */
  autofill?: boolean | undefined;
  /** The answer that was sent was refused. */
  error?: string | undefined;
}

/** Part of a form. Hidden until a script of ours knows that this browser has passkeys at all: nothing works them without. */
export function PasskeyWays({
  id,
  kind,
  question,
  label,
  trouble,
  or,
  action,
  primary,
  autofill,
  error,
}: PasskeyWaysProps) {
  return (
    <div class="stack" id={id} data-passkey-ways hidden>
      {or && <Or>{or}</Or>}
      <input type="hidden" name={PASSKEY_FIELD} value="" />
      <input type="hidden" name={PASSKEY_SEAL_FIELD} value={question.seal} />
      <Button
        type="submit"
        variant={primary ? 'primary' : undefined}
        size={primary ? 'large' : undefined}
        icon="fingerprint"
        block
        formaction={action}
        formnovalidate
        data-passkey={kind}
        data-passkey-options={question.options}
        data-passkey-autofill={autofill ? '' : undefined}
      >
        {label}
      </Button>
      <div role="alert" data-passkey-trouble={trouble} hidden={!error}>
        <FieldError id={id}>
          <span>{error ?? trouble}</span>
        </FieldError>
      </div>
    </div>
  );
}
