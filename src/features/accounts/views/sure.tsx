import { Choice, FieldError } from '#platform/ui/field.tsx';

/** A tick before what nobody should do by one press. */
export function Sure({ label, error }: { label: string; error?: string | undefined }) {
  return (
    <div class="field">
      <Choice
        type="checkbox"
        name="sure"
        value="yes"
        id="sure"
        label={label}
        aria-describedby={error ? 'sure-error' : undefined}
      />
      {error && <FieldError id="sure">{error}</FieldError>}
    </div>
  );
}
