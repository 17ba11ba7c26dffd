import './invitation-routes.tsx';
import './second-step/routes.tsx';
import './second-step/setup-routes.tsx';
import { sendAddressLink, tellOfAddress } from './address/change.ts';
import { tellOfPassword } from './change-password.ts';
import './address/routes.tsx';
import './forgotten/routes.tsx';
import './methods/routes.tsx';
import './reset/routes.tsx';
import { notificationKinds as deviceNotices, tellOfNewDevice } from './new-device.tsx';
import { signInSection } from './rules/routes.tsx';
import { secondStepNotices, secondStepReactions } from './second-step/notices.tsx';
import { portalWith, sendLink } from './send-link.tsx';

export { becomeContact } from './accept.ts';
export { afterAnswer } from './after-answer.ts';
export { installTeamInvitations, invitationOf, type OpenInvitation } from './another-link.ts';
export type { SignInMethod } from './auth/frame.ts';
export { MAX_PASSWORD, MIN_PASSWORD } from './auth/password.ts';
export { type Browser, browserOf, letBrowserIn, newBrowser } from './browser.ts';
export { accountByDomain, attachesByDomain } from './by-domain.ts';
export { changePassword, whyNotPassword } from './change-password.ts';
export { makeCode, spendCode } from './code.ts';
export { inTurn } from './crowd.tsx';
export { deviceIcon, deviceName } from './device.ts';
export { endSessionsNotLetIn, wantedElsewhere } from './elsewhere.ts';
export { addressLine, emailAddress, postedEmail } from './email.ts';
export { endSessionsOf, endSessionsWithoutSecondStep } from './end-sessions.ts';
export { eventKinds, invitationAccepted, invitationSent, signInFailed, ssoRefusals } from './events.ts';
export { type FirstFactor, goOn, type Passed, passed } from './first-factor.ts';
export { identityFor } from './identities.ts';
export { hasIdentity, nobodyStandsFor } from './invitation.ts';
export {
  type ContactInvitation,
  endInvitations,
  endTeamInvitations,
  inviteContact,
  isSomebodyElseHere,
  languageAt,
  revokeInvitations,
  takeBackInvitations,
} from './invite.ts';
export { addInvitation } from './invited-before.ts';
export { limits } from './limits.ts';
export { type Ways, waysOf } from './methods/ways.ts';
export { ownData } from './own-data.ts';
export { isGuessable } from './passwords/guessable.ts';
export { addSession, createContact, createMember, type NewContact, type NewMember } from './people.ts';
export { colleagueBehind, livingPerson, personBehind } from './person.ts';
export { askProof, canShowMailbox, hasShownMailbox, PROOF_MINUTES, passwordSetAt, proofGiven } from './proof.tsx';
export { PROOF_FIELD } from './proof-field.ts';
export { type Comer, installProviders, type Providers } from './providers.ts';
export { mayHelpContacts, maySeeSignIn } from './reset/person.ts';
export { room } from './routes.tsx';
export { changeLimits, mayManageSignIn } from './rules/change.ts';
export { rulesOf } from './rules/rules.ts';
export { hasOwnWayIn, type PasswordAtTheDoor, passwordAtTheDoor, passwordsAreOn } from './rules/way-left.ts';
export { addSecondStep } from './second-step/seeded.ts';
export { CodeField } from './second-step/views/step.tsx';
export { hasNoSecondStep } from './second-step/wanted.ts';
export { revoke as revokeSession } from './session.ts';
export { endOtherSessions, endOwnSession, type OpenSession, openSessions } from './sessions.ts';
export { signInWithPassword } from './sign-in.ts';
export { installSignUpOffer } from './sign-up-offer.ts';
export { CODE_MINUTES, SESSION_DAYS } from './terms.ts';
export { Doorway } from './views/doorway.tsx';
export { NewPassword } from './views/new-password.tsx';
export { SessionExpired } from './views/session-expired.tsx';
export { resetForOperator, wayBackFor } from './way-back.ts';
export { portalWith };

/** What a new master key has to be put on. */
export const concealed = [
  { table: 'authenticator_apps', column: 'secret' },
  { table: 'recovery_codes', column: 'code_hash' },
];
export const settingsSections = [signInSection];
export const reactions = [
  sendLink,
  sendAddressLink,
  tellOfNewDevice,
  tellOfPassword,
  tellOfAddress,
  ...secondStepReactions,
];
export const notificationKinds = [...deviceNotices, ...secondStepNotices];
export { demandNoDirectory, directoryHolding, directoryHoldingAt } from './directory.ts';
export { isUnmet } from './unmet.ts';
export { onlyByColleague } from './written-down.ts';
