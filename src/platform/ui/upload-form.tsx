import type { Child, PropsWithChildren } from 'hono/jsx';
import { Button } from './button.tsx';
import { describe, Field } from './field.tsx';
import type { IconName } from './icons.ts';
import { Section } from './page.tsx';
import { Card, Row, Rows, Tile } from './rows.tsx';

export interface UploadFormProps {
  action: string;
  label: string;
  hint: string;
  /** Which files are offered, as a browser takes it. */
  accept: string;
  submit: string;
  error?: string | undefined;
  /** Its proof. */
  guard: Child;
}

/** One file that something is to be made of; the children are what is decided of it. */
export function UploadForm({ action, accept, submit, guard, children, ...said }: PropsWithChildren<UploadFormProps>) {
  const field = { ...said, id: 'file' };
  return (
    <form method="post" action={action} enctype="multipart/form-data" class="stack">
      {guard}
      <Field {...field}>
        <input class="input" type="file" name="file" accept={accept} {...describe(field)} />
      </Field>
      {children}
      <div class="end-bar">
        <Button type="submit" variant="primary" icon="upload">
          {submit}
        </Button>
      </div>
    </form>
  );
}

export interface HandedOver {
  href: string;
  icon: IconName;
  title: string;
  meta: Child;
  state: Child;
}

/** What was handed over before, each with how far it is. */
export function UploadsBefore({ title, files }: { title: string; files: HandedOver[] }) {
  if (files.length === 0) return null;
  return (
    <Section id="before" title={title}>
      <Card fit="flush">
        <Rows>
          {files.map(({ href, icon, title: name, meta, state }) => (
            <Row href={href} lead={<Tile icon={icon} />} title={name} meta={meta} end={state} />
          ))}
        </Rows>
      </Card>
    </Section>
  );
}
