import { z } from 'zod';
import { type FieldForm, fieldsOf, inputName, readFieldForm } from '#features/fields/index.ts';
import { newId } from '#platform/db/ids.ts';
import { elevate } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Form } from '#platform/http/form.ts';
import { seenLine } from '#platform/http/line.ts';
import { signUpAsked } from './events.ts';

/** How long the link in the mail proves an address. */
export const PROOF_HOURS = 24;

/** What a person or a company is called. */
export const called = (empty: string, long: string) => seenLine(160, long, 'error.unseen').min(1, empty);

/** A web address with its way, or a telephone number: a letter to somebody else, in a name. “Booking.com” is a company. */
const MESSAGE = /:\/\/|\bwww\.|\.[a-z]{2,}\/|(?:\d[\s().+/-]*){7}/i;
const isNoMessage = (text: string): boolean => !MESSAGE.test(text);

/** Beside the address, which is read by itself. */
export const requestFields = z.object({
  name: called('error.name.empty', 'error.name.long').refine(isNoMessage, 'error.called'),
  company: called('error.company.empty', 'error.company.long').refine(isNoMessage, 'error.called'),
});

/** The business's own fields that are asked at the door: of the company first, then of the person. */
export async function fieldsAtTheDoor(ctx: Ctx) {
  const [account, contact] = await Promise.all([fieldsOf(ctx, 'account'), fieldsOf(ctx, 'contact')]);
  return [...account, ...contact].filter((field) => field.atSignUp);
}

export const readAnswers = async (ctx: Ctx, form: Form): Promise<FieldForm> =>
  readFieldForm(ctx, form, await fieldsAtTheDoor(ctx), true);

/** As they are kept until the address is proved. */
export const answersOf = ({ written }: FieldForm): Record<string, string> =>
  Object.fromEntries(
    written.flatMap(({ field, value }) => (typeof value === 'string' ? [[inputName(field), value]] : [])),
  );

export interface Asked {
  email: string;
  name: string;
  company: string;
  answers: Record<string, string>;
  termsUrl: string;
}

/**
 * Notes that somebody wants to come in. Exactly the same for every address: who has it, and what may become of the wish, is
 * looked up in a job, where nobody can measure it.
 */
export async function askToJoin(ctx: Ctx, { email, name, company, answers, termsUrl }: Asked): Promise<void> {
  await elevate(ctx.db, ctx.workspace.id);
  const id = newId();
  await ctx.db
    .insertInto('sign_ups')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      email,
      name,
      company,
      locale: ctx.reader.locale,
      host: ctx.portal.host,
      answers: JSON.stringify(answers),
      terms_url: termsUrl,
      expires_at: new Date(ctx.now.getTime() + PROOF_HOURS * 3_600_000),
      created_at: ctx.now,
    })
    .execute();
  await record(ctx, signUpAsked, { subjectId: id, accountId: null, data: {} });
}
