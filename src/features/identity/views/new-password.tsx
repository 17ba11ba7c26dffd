import type { Child } from 'hono/jsx';
import { TextField } from '#platform/ui/field.tsx';
import { MAX_PASSWORD, MIN_PASSWORD } from '../auth/password.ts';

interface NewPasswordProps {
  id?: string;
  /** Whose it is: password managers keep the two together. */
  email: string;
  label: Child;
  hint: Child;
  error: string | undefined;
}

/** The password of somebody who comes in for the first time. */
export function NewPassword({ id = 'password', email, ...field }: NewPasswordProps) {
  return (
    <>
      <input type="hidden" name="username" value={email} autocomplete="username" />
      <TextField
        id={id}
        name="password"
        type="password"
        autocomplete="new-password"
        minlength={MIN_PASSWORD}
        maxlength={MAX_PASSWORD}
        {...field}
      />
    </>
  );
}
