import './invitation-routes.tsx';
import { sendLink } from './send-link.ts';

export { afterAnswer } from './after-answer.ts';
export { MAX_PASSWORD, MIN_PASSWORD } from './auth/password.ts';
export { emailAddress } from './email.ts';
export { eventKinds, invitationAccepted, invitationSent } from './events.ts';
export type { ContactRole } from './invitation.ts';
export { type ContactInvitation, inviteContact } from './invite.ts';
export { limits } from './limits.ts';
export { createContact, createMember, type NewContact, type NewMember } from './people.ts';
export { giveSession, room } from './routes.tsx';
export { signInWithPassword } from './sign-in.ts';
export { SESSION_DAYS } from './terms.ts';
export { SessionExpired } from './views/session-expired.tsx';

export const reactions = [sendLink];
