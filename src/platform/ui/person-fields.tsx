import { TextField, type TextFieldProps } from './field.tsx';

// What people are known by: each as long as its column, and as browsers know it. Somebody else's is not filled in by a browser; a form
// about oneself says what it is.

export const NameField = (field: TextFieldProps) => <TextField autocomplete="off" maxlength={160} {...field} />;

export const EmailField = (field: TextFieldProps) => (
  <TextField type="email" inputmode="email" autocomplete="off" maxlength={254} {...field} />
);

export const JobTitleField = (field: TextFieldProps) => <TextField autocomplete="off" maxlength={120} {...field} />;

export const PhoneField = (field: TextFieldProps) => <TextField type="tel" inputmode="tel" maxlength={40} {...field} />;
