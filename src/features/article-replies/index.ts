export { articleAnswering } from './answering.tsx';
export { beginFrom } from './begin.ts';
export { eventKinds } from './events.ts';
export { articleFacts } from './facts.tsx';
export { replyIn, waitingReply } from './offer.ts';
export { panel } from './panel.tsx';
export { withoutCustomer } from './private.ts';
export { room } from './routes.ts';
