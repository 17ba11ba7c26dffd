import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

const COST = { N: 16_384, r: 16, p: 1 };
const KEY_BYTES = 64;
const SALT_BYTES = 16;
/** Longer ones are refused before any work is done on them. */
export const MAX_PASSWORD = 200;
/** What people may choose; what is stored already is not held against it. */
export const MIN_PASSWORD = 10;

/** `scrypt$N$r$p$salt$key`: the cost stands in the hash, so it can be raised without asking anybody for a new password. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [kind, N, r, p, salt, key] = hash.split('$');
  if (kind !== 'scrypt' || !salt || !key) throw new Error('a password hash of an unknown kind');
  const expected = Buffer.from(key, 'base64url');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64url'), cost), expected);
}

// Two at a time: the thread pool has four threads, and files and compression need the others.
const LANES = 2;
let busy = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  while (busy >= LANES) await new Promise<void>((go) => waiting.push(go));
  busy += 1;
  try {
    return await new Promise((resolve, reject) => {
      const options = { ...cost, maxmem: 256 * (cost.N ?? 0) * (cost.r ?? 0) };
      // Normalised, because the same letters come composed from one keyboard and decomposed from another.
      scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
        error ? reject(error) : resolve(key),
      );
    });
  } finally {
    busy -= 1;
    waiting.shift()?.();
  }
}
