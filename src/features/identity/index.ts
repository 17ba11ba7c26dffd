import './invitation-routes.tsx';
import { tellOfPassword } from './change-password.ts';
import { tellOfNewDevice } from './new-device.tsx';
import { sendLink } from './send-link.ts';

export { afterAnswer } from './after-answer.ts';
export type { SignInMethod } from './auth/frame.ts';
export { MAX_PASSWORD, MIN_PASSWORD } from './auth/password.ts';
export { type Browser, browserOf, letBrowserIn, newBrowser } from './browser.ts';
export { changePassword, whyNotPassword } from './change-password.ts';
export { deviceIcon, deviceName } from './device.ts';
export { emailAddress } from './email.ts';
export { endSessionsOf } from './end-sessions.ts';
export { eventKinds, invitationAccepted, invitationSent } from './events.ts';
export { type FirstFactor, goOn, type Passed, passed } from './first-factor.ts';
export { type ContactInvitation, inviteContact, revokeInvitations } from './invite.ts';
export { limits } from './limits.ts';
export { notificationKinds } from './new-device.tsx';
export { ownData } from './own-data.ts';
export { addSession, createContact, createMember, type NewContact, type NewMember } from './people.ts';
export { personBehind } from './person.ts';
export { askProof, PROOF_FIELD, PROOF_MINUTES, passwordSetAt, proofGiven } from './proof.tsx';
export { room } from './routes.tsx';
export { endOtherSessions, endOwnSession, type OpenSession, openSessions } from './sessions.ts';
export { signInWithPassword } from './sign-in.ts';
export { SESSION_DAYS } from './terms.ts';
export { SessionExpired } from './views/session-expired.tsx';

export const reactions = [sendLink, tellOfNewDevice, tellOfPassword];
