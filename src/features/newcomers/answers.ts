import { fieldsOf, inputName, peopleToName, readValue, type Written, writeValues } from '#features/fields/index.ts';
import type { Ctx } from '#platform/http/context.ts';

interface Whose {
  /** The customer, when it is new: nobody at the door changes one that is there. */
  accountId: string | null;
  contact: { accountId: string; contactId: string };
}

/** Puts what was answered at the door where the business keeps it; what a field does not take any more is left out. Only the system may. */
export async function writeAnswers(ctx: Ctx, answers: Record<string, string>, whose: Whose): Promise<void> {
  const { accountId, contact } = whose;
  if (Object.keys(answers).length === 0) return;
  const system: Ctx = { ...ctx, actor: { kind: 'system' } };
  if (accountId) await writeValues(system, { subject: 'account', accountId }, await read(system, 'account', answers));
  await writeValues(system, { subject: 'contact', ...contact }, await read(system, 'contact', answers));
}

/** Answers are kept as values are written, not as their writer's language has it. */
const AS_KEPT = { locale: 'en' } as const;

async function read(ctx: Ctx, subject: 'account' | 'contact', answers: Record<string, string>): Promise<Written[]> {
  const fields = (await fieldsOf(ctx, subject)).filter((field) => field.atSignUp);
  const people = new Set((await peopleToName(ctx)).map(({ id }) => id));
  return fields.flatMap((field) => {
    const value = readValue(field, answers[inputName(field)] ?? '', AS_KEPT, people);
    return value.ok && value.value !== null ? [{ field, value: value.value }] : [];
  });
}
