import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What a test may do wrong. */
export interface Answering {
  origin?: string;
  rpId?: string;
  challenge?: string;
  /** Presence and verification of the owner; both unless said otherwise. */
  flags?: number;
  /** The count, which otherwise goes up by one each time. */
  counter?: number;
}

const UP = 0x01;
const UV = 0x04;
const AT = 0x40;
export const PRESENT_ONLY = UP;

interface Options {
  challenge: string;
  rpId?: string;
  rp?: { id: string };
}

/** A passkey in software: answers what a page asks, rightly or not, as a device would. */
export class Authenticator {
  readonly id = randomBytes(32);
  counter = 0;
  readonly #keys: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  readonly origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  /** For a form that makes a passkey: what goes into its `_passkey`. */
  create(optionsJson: string, how: Answering = {}): string {
    const options = JSON.parse(optionsJson) as Options;
    const client = this.#client('webauthn.create', options, how);
    const { x, y } = this.#keys.publicKey.export({ format: 'jwk' });
    const cose = map([
      [int(1), int(2)],
      [int(3), int(-7)],
      [int(-1), int(1)],
      [int(-2), bytes(Buffer.from(x!, 'base64url'))],
      [int(-3), bytes(Buffer.from(y!, 'base64url'))],
    ]);
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, cose]);
    const data = Buffer.concat([this.#head(how.rpId ?? options.rp!.id, (how.flags ?? UP | UV) | AT, 0), attested]);
    const attestation = map([
      [text('fmt'), text('none')],
      [text('attStmt'), map([])],
      [text('authData'), bytes(data)],
    ]);
    return this.#envelope({
      clientDataJSON: client.toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    });
  }

  /** For a form that asks for one. */
  get(optionsJson: string, how: Answering = {}): string {
    const options = JSON.parse(optionsJson) as Options;
    const client = this.#client('webauthn.get', options, how);
    this.counter = how.counter ?? this.counter + 1;
    const data = this.#head(how.rpId ?? options.rpId!, how.flags ?? UP | UV, this.counter);
    const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
    return this.#envelope({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', signed, this.#keys.privateKey).toString('base64url'),
    });
  }

  #client(type: string, options: Options, { origin = this.origin, challenge = options.challenge }: Answering): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #head(rpId: string, flags: number, counter: number): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), count]);
  }

  #envelope(response: Record<string, unknown>): string {
    const id = this.id.toString('base64url');
    return JSON.stringify({ id, rawId: id, type: 'public-key', response, clientExtensionResults: {} });
  }
}

// As much CBOR as an attestation without a statement needs.
const head = (major: number, n: number): Buffer =>
  n < 24
    ? Buffer.from([(major << 5) | n])
    : n < 256
      ? Buffer.from([(major << 5) | 24, n])
      : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
const int = (n: number): Buffer => (n >= 0 ? head(0, n) : head(1, -1 - n));
const bytes = (value: Buffer): Buffer => Buffer.concat([head(2, value.length), value]);
const text = (value: string): Buffer => Buffer.concat([head(3, value.length), Buffer.from(value)]);
const map = (entries: [Buffer, Buffer][]): Buffer => Buffer.concat([head(5, entries.length), ...entries.flat()]);
