import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { isMailbox } from './mail/message.ts';

/** An address and the length of its network's prefix, as ipaddr.js compares them. */
export type Cidr = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Where Portico may connect to beside the public web: networks, and hosts by their names. */
export interface Destinations {
  networks: Cidr[];
  hosts: ReadonlySet<string>;
}

export const words = <const T extends readonly [string, ...string[]]>(...names: T) =>
  z.string().pipe(z.enum(names, `must be one of ${names.join(', ')}`));

export const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((n) => n >= least && n <= most, `must be a whole number from ${least} to ${most}`);

export const address = (schemes: string[], example: string) =>
  z.string().refine((value) => {
    const scheme = URL.canParse(value) ? new URL(value).protocol : '';
    return schemes.includes(scheme);
  }, `must be an address like ${example}`);

export const postgresAddress = address(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/portico');

export const hostName = z
  .string()
  .toLowerCase()
  .regex(
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
    'must be a host name without scheme or port',
  );

export const publicOrigin = address(['http:', 'https:'], 'https://portal.example.com')
  .transform((value) => new URL(value))
  .refine(
    (url) => url.pathname === '/' && !url.search && !url.hash && !url.username,
    'must be scheme, host and port only, like https://portal.example.com',
  );

const sizes: Record<string, number> = { '': 1, B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

export const size = z
  .string()
  .regex(/^\d{1,12}\s*([KMG]?B)?$/i, 'must be a number of bytes, or a size like 50MB')
  .transform((value) => Number.parseInt(value, 10) * (sizes[value.replace(/[\d\s]/g, '').toUpperCase()] ?? 1))
  .refine((bytes) => bytes >= 1024 && bytes <= 5 * 1024 ** 3, 'must be between 1KB and 5GB');

export const networks = z.string().transform((value, context): Cidr[] =>
  value
    .split(/[\s,]+/)
    .filter(Boolean)
    .flatMap((part) => {
      const text = isIP(part) ? `${part}/${isIP(part) === 6 ? 128 : 32}` : part;
      if (ipaddr.isValidCIDR(text)) return [ipaddr.parseCIDR(text)];
      context.addIssue('must be addresses or networks like 10.0.0.0/8, separated by commas');
      return [];
    }),
);

export const destinations = z.string().transform((value, context): Destinations => {
  const [nets, hosts]: [string[], string[]] = [[], []];
  for (const part of value.split(/[\s,]+/).filter(Boolean)) {
    const isName = hostName.safeParse(part).success && !/^[\d.]+$/.test(part);
    (isName ? hosts : nets).push(part);
  }
  const parsed = networks.safeParse(nets.join(','));
  if (parsed.success) return { networks: parsed.data, hosts: new Set(hosts.map((host) => host.toLowerCase())) };
  context.addIssue('must be host names, addresses or networks like 10.0.0.0/8, separated by commas');
  return z.NEVER;
});

export const key = z.string().transform((value, context) => {
  const bytes = /^[0-9a-f]{64}$/i.test(value) ? Buffer.from(value, 'hex') : Buffer.from(value, 'base64');
  if (bytes.length === 32 && new Set(bytes).size >= 12) return bytes;
  context.addIssue('must be 32 random bytes in base64 or hexadecimal: openssl rand -base64 32');
  return z.NEVER;
});

/** What `parseMailbox` takes when a mail is sent: a sender that it refuses would be found out with every mail. */
export const mailbox = z
  .string()
  .max(320)
  .refine((text) => isMailbox(text), 'must be an address like "Acme Support <support@example.com>"');

export const yesOrNo = words('true', 'false').transform((value) => value === 'true');

export const bindAddress = z
  .string()
  .refine((value) => isIP(value) !== 0 || value === 'localhost', 'must be an IP address, like 0.0.0.0');

export const directory = z.string().refine((value) => !value.includes('\0'), 'must be a directory');
export const file = z.string().refine((value) => !value.includes('\0'), 'must be a file');

export const nameServers = z.string().transform((value, context): string[] =>
  value
    .split(/[\s,]+/)
    .filter(Boolean)
    .flatMap((part) => {
      const [, host = part] = /^\[?(.*?)\]?(?::\d{1,5})?$/.exec(isIP(part) ? `[${part}]` : part) ?? [];
      if (isIP(host)) return [part];
      context.addIssue('must be addresses like 10.0.0.53 or 127.0.0.1:5353, separated by commas');
      return [];
    }),
);
