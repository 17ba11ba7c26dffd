/** The field of any form in which a password is typed to prove something; it is kept in no draft. */
export const PROOF_FIELD = '_proof';
