import { isAPIError } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { magicLink } from 'better-auth/plugins/magic-link';
import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { livingPerson } from '../person.ts';
import { LINK_MINUTES, SESSION_DAYS } from '../terms.ts';
import { scopedAdapter } from './adapter.ts';
import { currentFrame } from './frame.ts';
import { hashPassword, MAX_PASSWORD, verifyPassword } from './password.ts';

const TIMES = { createdAt: 'created_at', updatedAt: 'updated_at' };

const TABLES = {
  user: { modelName: 'identities', fields: { ...TIMES, emailVerified: 'email_verified' } },
  account: {
    modelName: 'credentials',
    fields: { ...TIMES, userId: 'identity_id', providerId: 'provider_id', accountId: 'subject' },
  },
  verification: {
    modelName: 'verifications',
    fields: { ...TIMES, expiresAt: 'expires_at' },
    disableCleanup: true,
  },
  session: {
    modelName: 'sessions',
    fields: {
      ...TIMES,
      userId: 'identity_id',
      token: 'token_hash',
      expiresAt: 'expires_at',
      ipAddress: 'ip',
      userAgent: 'agent',
    },
    expiresIn: SESSION_DAYS * 86_400,
    cookieCache: { enabled: false },
  },
};

/** Whatever way somebody came in: no session for an identity that is disabled, or behind which nobody stands any more. */
const onlyForTheLiving = async ({ userId }: { userId: string }): Promise<false | undefined> => {
  const frame = currentFrame();
  if (await livingPerson(frame.db, frame.workspaceId, { id: userId })) return undefined;
  if (frame.ended) frame.ended.identityId = userId;
  return false;
};

const links = () =>
  magicLink({
    disableSignUp: true,
    expiresIn: LINK_MINUTES * 60,
    generateToken: () => randomToken(),
    storeToken: { type: 'custom-hasher', hash: async (token) => sha256Hex(token) },
    sendMagicLink: ({ token }) => {
      const { link } = currentFrame();
      if (!link) throw new Error('a sign-in link for nobody');
      link.token = token;
    },
  });

/**
 * better-auth for one workspace. None of its routes is reachable and none of its cookies leaves this process: our verbs
 * call its endpoints and hand the session token on themselves. No cookie cache: it would let one workspace's cookie in at
 * another.
 */
export function makeEngine(origin: string, secret: string) {
  return betterAuth({
    appName: 'Portico',
    baseURL: origin,
    secret,
    database: scopedAdapter,
    ...TABLES,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    advanced: { database: { generateId: () => newId() }, ipAddress: { disableIpTracking: true } },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      maxPasswordLength: MAX_PASSWORD,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    databaseHooks: { session: { create: { before: onlyForTheLiving } } },
    plugins: [links()],
  });
}

export type Engine = ReturnType<typeof makeEngine>;

/** Whether the engine said no (wrong password, spent link, nobody there), rather than broke. */
export const isRefusal = (error: unknown): boolean => isAPIError(error) && error.statusCode < 500;
