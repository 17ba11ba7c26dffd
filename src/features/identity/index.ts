import './invitation-routes.tsx';

export { afterAnswer } from './after-answer.ts';
export { emailAddress } from './email.ts';
export { eventKinds, invitationAccepted, invitationSent } from './events.ts';
export type { ContactRole } from './invitation.ts';
export { type ContactInvitation, inviteContact } from './invite.ts';
export { limits } from './limits.ts';
export { createContact, createMember, type NewContact, type NewMember } from './people.ts';
export { room } from './routes.tsx';

import { sendLink } from './send-link.ts';

export const reactions = [sendLink];
