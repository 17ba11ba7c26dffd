import type { Child, PropsWithChildren } from 'hono/jsx';
import { type Attributes, classes } from './attributes.ts';
import { Icon } from './icon.tsx';

export interface FieldProps {
  /** Id of the control; hint and error get `ID-hint` and `ID-error`. */
  id: string;
  label: Child;
  hint?: Child;
  /** What is wrong and how to put it right. Marks the control invalid. */
  error?: string | undefined;
}

/** Label, hint and error around any control. Give the control `describe(props)`. */
export function Field({ id, label, hint, error, children }: PropsWithChildren<FieldProps>) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children}
      {error && <FieldError id={id}>{error}</FieldError>}
    </div>
  );
}

export function FieldError({ id, children }: PropsWithChildren<{ id: string }>) {
  return (
    <p class="error" id={`${id}-error`}>
      <Icon name="circle-alert" size="small" />
      {children}
    </p>
  );
}

/** Id and ARIA attributes that tie a control to the hint and error of its Field. */
export function describe({ id, hint, error }: Pick<FieldProps, 'id' | 'hint' | 'error'>) {
  return {
    id,
    'aria-invalid': error ? ('true' as const) : undefined,
    'aria-describedby': classes(hint ? `${id}-hint` : undefined, error ? `${id}-error` : undefined),
  };
}

interface Control extends FieldProps, Attributes {
  id: string;
  name: string;
  value?: string | undefined;
  required?: boolean | undefined;
  disabled?: boolean | undefined;
  autofocus?: boolean | undefined;
}

export interface TextFieldProps extends Control {
  type?: 'text' | 'email' | 'password' | 'url' | 'tel' | 'number' | 'date' | 'datetime-local' | undefined;
  autocomplete?: string | undefined;
  placeholder?: string | undefined;
  maxlength?: number | undefined;
  minlength?: number | undefined;
  inputmode?: 'text' | 'numeric' | 'decimal' | 'email' | 'tel' | 'url' | undefined;
  /** One wide, spaced number, such as the six digits of a second step. */
  code?: boolean | undefined;
}

export function TextField({ label, hint, error, type = 'text', code, ...control }: TextFieldProps) {
  const { id } = control;
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <input class={classes('input', code && 'code')} type={type} {...control} {...describe({ id, hint, error })} />
    </Field>
  );
}

export interface TextAreaFieldProps extends Control {
  placeholder?: string | undefined;
  rows?: number | undefined;
  maxlength?: number | undefined;
}

export function TextAreaField({ label, hint, error, value, ...control }: TextAreaFieldProps) {
  const { id } = control;
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <textarea class="input" {...control} {...describe({ id, hint, error })}>
        {value}
      </textarea>
    </Field>
  );
}

export interface Option {
  value: string;
  label: string;
  disabled?: boolean | undefined;
}

export interface SelectFieldProps extends Control {
  options: Option[];
}

export function SelectField({ label, hint, error, options, value, ...control }: SelectFieldProps) {
  const { id } = control;
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <Select {...control} {...describe({ id, hint, error })} options={options} value={value} />
    </Field>
  );
}

export interface SelectProps extends Attributes {
  name: string;
  options: Option[];
  value?: string | undefined;
  required?: boolean | undefined;
  disabled?: boolean | undefined;
  autofocus?: boolean | undefined;
  form?: string | undefined;
}

/** A select without a Field around it, for filters and bars: give it `aria-label`. */
export function Select({ options, value, ...control }: SelectProps) {
  return (
    <select class="input" {...control}>
      {options.map((option) => (
        <option value={option.value} selected={option.value === value} disabled={option.disabled}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

export interface SearchInputProps extends Attributes {
  name: string;
  /** In a popover: the focus goes here when it opens. */
  autofocus?: boolean | undefined;
  label: string;
  value?: string | undefined;
  placeholder?: string | undefined;
}

export function SearchInput({ name, label, value, placeholder, ...rest }: SearchInputProps) {
  return (
    <div class="input-icon">
      <Icon name="search" />
      <input
        class="input"
        type="search"
        name={name}
        value={value}
        aria-label={label}
        placeholder={placeholder}
        autocomplete="off"
        enterkeyhint="search"
        {...rest}
      />
    </div>
  );
}

export interface ChoiceProps extends Attributes {
  type: 'checkbox' | 'radio' | 'switch';
  name: string;
  value?: string | undefined;
  label: Child;
  note?: Child;
  checked?: boolean | undefined;
  disabled?: boolean | undefined;
  required?: boolean | undefined;
  /** The form it belongs to, when it stands outside. */
  form?: string | undefined;
  /** A border around it; for a short list of alternatives. */
  boxed?: boolean | undefined;
}

export function Choice({ type, label, note, boxed, ...control }: ChoiceProps) {
  const kind = type === 'switch' ? { class: 'switch', type: 'checkbox', role: 'switch' } : { type };
  return (
    <label class={classes('choice', boxed && 'boxed')}>
      <input {...kind} {...control} />
      <span>
        {note ? <b>{label}</b> : label}
        {note && <span class="meta">{note}</span>}
      </span>
    </label>
  );
}

export interface ChoicesProps {
  legend: string;
  /** Hides the legend visually when a heading already says it. */
  quiet?: boolean | undefined;
  name: string;
  value?: string | undefined;
  options: { value: string; label: Child; note?: Child; disabled?: boolean | undefined }[];
  error?: string | undefined;
  id: string;
}

/** A group of boxed radio buttons side by side. */
export function Choices({ id, legend, quiet, name, value, options, error }: ChoicesProps) {
  return (
    <fieldset class="field" id={id} aria-describedby={error ? `${id}-error` : undefined}>
      <legend class={classes(quiet && 'visually-hidden')}>{legend}</legend>
      <div class="grid small filling">
        {options.map((option) => (
          <Choice type="radio" boxed name={name} checked={option.value === value} {...option} />
        ))}
      </div>
      {error && <FieldError id={id}>{error}</FieldError>}
    </fieldset>
  );
}
