import { fieldsOf, inputName, peopleToName, readValue, type Written, writeValues } from '#features/fields/index.ts';
import { shutFor } from '#features/gates/index.ts';
import type { Ctx } from '#platform/http/context.ts';

interface Whose {
  /** The customer, when it is new: nobody at the door changes one that is there. */
  accountId: string | null;
  contact: { accountId: string; contactId: string };
}

/**
 * Puts what was answered at the door where the business keeps it; what a field does not take any more,
 * or is not shown to this customer by now, is left out. Only the system may.
 */
export async function writeAnswers(ctx: Ctx, answers: Record<string, string>, whose: Whose): Promise<void> {
  const { accountId, contact } = whose;
  if (Object.keys(answers).length === 0) return;
  const system: Ctx = { ...ctx, actor: { kind: 'system' } };
  const shut = await shutFor(system, contact.accountId, 'field');
  const of = (subject: 'account' | 'contact') => read(system, subject, answers, shut);
  if (accountId) await writeValues(system, { subject: 'account', accountId }, await of('account'));
  await writeValues(system, { subject: 'contact', ...contact }, await of('contact'));
}

/** Answers are kept as values are written, not as their writer's language has it. */
const AS_KEPT = { locale: 'en' } as const;

async function read(
  ctx: Ctx,
  subject: 'account' | 'contact',
  answers: Record<string, string>,
  shut: ReadonlySet<string>,
): Promise<Written[]> {
  const fields = (await fieldsOf(ctx, subject)).filter((field) => field.atSignUp && !shut.has(field.id));
  const people = new Set((await peopleToName(ctx)).map(({ id }) => id));
  return fields.flatMap((field) => {
    const value = readValue(field, answers[inputName(field)] ?? '', AS_KEPT, people);
    return value.ok && value.value !== null ? [{ field, value: value.value }] : [];
  });
}
