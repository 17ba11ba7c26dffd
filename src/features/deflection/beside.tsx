import type { Advice } from '#features/tickets/index.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import type { Guarded } from '#platform/http/guard.tsx';
import { AnswerDialog } from './views/answer.tsx';
import { AnswersPlace } from './views/answers.tsx';

/** What stands beside the form of a new ticket: the same for everybody. Whoever looks as a customer begins nothing. */
export const besideNewTicket = (ctx: CtxOf<Contact>, guard: Guarded): Advice | null =>
  ctx.viewing
    ? null
    : {
        beside: <AnswersPlace reader={ctx.reader} token={guard.token} />,
        after: <AnswerDialog reader={ctx.reader} guard={guard} />,
      };
