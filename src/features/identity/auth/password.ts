import { argon2, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { inLane } from './lanes.ts';

/** What OWASP asks of Argon2id; memory in KiB. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** Longer ones are refused before any work is done on them. */
export const MAX_PASSWORD = 200;
/** What people may choose; what is stored already is not held against it. */
export const MIN_PASSWORD = 10;

/** `argon2id$memory$passes$parallelism$salt$key`: the cost stands in the hash, so it can be raised without asking anybody. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST);
  const { memory, passes, parallelism } = COST;
  return ['argon2id', memory, passes, parallelism, salt.toString('base64url'), key.toString('base64url')].join('$');
}

export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [kind, first, second, third, salt, key] = hash.split('$');
  if (!salt || !key || (kind !== 'argon2id' && kind !== 'scrypt'))
    throw new Error('a password hash of an unknown kind');
  const expected = Buffer.from(key, 'base64url');
  const [nonce, one, two, three] = [Buffer.from(salt, 'base64url'), Number(first), Number(second), Number(third)];
  const found =
    kind === 'scrypt'
      ? await deriveOld(password, nonce, { N: one, r: two, p: three }, expected.length)
      : await derive(password, nonce, { memory: one, passes: two, parallelism: three });
  return timingSafeEqual(found, expected);
}

/** Whether a hash is of a kind or cost that no new one has: with the password at hand it is written anew. */
export const isOutdated = (hash: string): boolean =>
  !hash.startsWith(`argon2id$${COST.memory}$${COST.passes}$${COST.parallelism}$`);

/** Normalised, because the same letters come composed from one keyboard and decomposed from another. */
const bytesOf = (password: string): Buffer => Buffer.from(password.normalize('NFKC'));

const derive = (password: string, nonce: Buffer, cost: typeof COST): Promise<Buffer> =>
  inLane(
    () =>
      new Promise((resolve, reject) => {
        const how = { ...cost, message: bytesOf(password), nonce, tagLength: KEY_BYTES };
        argon2('argon2id', how, (error, key) => (error ? reject(error) : resolve(Buffer.from(key))));
      }),
  );

/** Hashes from before there was Argon2 here; each is replaced when its owner signs in. */
const deriveOld = (password: string, salt: Buffer, cost: ScryptOptions, length: number): Promise<Buffer> =>
  inLane(
    () =>
      new Promise((resolve, reject) => {
        const options = { ...cost, maxmem: 256 * (cost.N ?? 0) * (cost.r ?? 0) };
        scrypt(bytesOf(password), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
      }),
  );
