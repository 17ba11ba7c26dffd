import { resolve } from 'node:path';
import { environment, type Parsed, type VariableName } from '#platform/environment.ts';
import type { LogLevel } from '#platform/log.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Cidr, Destinations } from '#platform/setting-forms.ts';
import type { Form } from '#platform/storage/file-store.ts';

/** What the environment says, parsed once at the start of a process. */
export interface Config {
  environment: 'production' | 'development' | 'test';
  /** What the web server binds to. */
  host: string;
  port: number;
  origin: PublicOrigin;
  operatorHost: string;
  trustedProxies: Cidr[];
  /** Empty: those of this machine. */
  dnsServers: string[];
  /** Beside the public web (egress/safe-fetch.ts). */
  egress: Destinations;
  /** Absolute. */
  dataDir: string;
  database: DatabaseConfig;
  jobsConcurrency: number;
  mail: { smtpUrl: string | undefined; from: string };
  uploadLimitBytes: number;
  /** Absolute. */
  geoipFile?: string | undefined;
  /** How contents are kept from now on; those that are there are read in either form. */
  newFiles: Form;
  /** 32 bytes; undefined means DATA_DIR/master.key (see master-key.ts). */
  masterKey: Buffer | undefined;
  /** MASTER_KEY before its rotation. */
  masterKeyBefore?: Buffer | undefined;
  /** Whether a first start fills an empty installation with the demo. */
  demo: boolean;
  logLevel: LogLevel;
}

export interface DatabaseConfig {
  /** As the role that owns the database; undefined means the embedded PostgreSQL. */
  url: string | undefined;
  /** Roles that the operator made; undefined means that Portico makes them. */
  appUrl: string | undefined;
  jobsUrl: string | undefined;
  pool: number;
  prepare: boolean;
}

/** How portals are reached from outside: each has its own host, all share scheme and port. */
export interface PublicOrigin {
  scheme: 'http' | 'https';
  /** The host of the first portal. */
  host: string;
  /** '' for the scheme's own port, else like ':3000'. */
  port: string;
}

/** Wrong settings, a line each. */
export class ConfigError extends OperatorError {
  override name = 'ConfigError';
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** Reads the variables described in environment.ts; an empty one counts as absent. Throws ConfigError. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const problems: string[] = [];
  const given = parse(env, problems);
  // What is set and cannot be read has its line already.
  const lacks = (name: VariableName) => !env[name]?.trim();
  if (given.SMTP_URL && lacks('MAIL_FROM')) problems.push('MAIL_FROM is required when SMTP_URL is set.');
  if (given.MASTER_KEY_BEFORE && lacks('MASTER_KEY')) problems.push('MASTER_KEY_BEFORE is set without MASTER_KEY.');
  for (const name of ['DATABASE_APP_URL', 'DATABASE_JOBS_URL'] as const) {
    if (given[name] && lacks('DATABASE_URL')) problems.push(`${name} is set without DATABASE_URL.`);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  const port = given.PORT ?? 3000;
  return {
    environment: given.NODE_ENV ?? 'production',
    host: given.HOST ?? '127.0.0.1',
    port,
    origin: publicOrigin(given.ORIGIN ?? new URL(`http://localhost:${port}`)),
    operatorHost: given.OPERATOR_HOST ?? 'operator.localhost',
    trustedProxies: given.TRUSTED_PROXIES ?? [],
    dnsServers: given.DNS_SERVERS ?? [],
    egress: given.EGRESS_ALLOW ?? { networks: [], hosts: new Set() },
    dataDir: resolve(given.DATA_DIR ?? './data'),
    database: {
      url: given.DATABASE_URL,
      appUrl: given.DATABASE_APP_URL,
      jobsUrl: given.DATABASE_JOBS_URL,
      pool: given.DATABASE_POOL ?? 10,
      prepare: given.DATABASE_PREPARE ?? true,
    },
    jobsConcurrency: given.JOBS_CONCURRENCY ?? 4,
    mail: { smtpUrl: given.SMTP_URL, from: given.MAIL_FROM ?? 'Portico <no-reply@localhost>' },
    geoipFile: given.GEOIP_FILE && resolve(given.GEOIP_FILE),
    uploadLimitBytes: given.UPLOAD_LIMIT ?? 52_428_800,
    newFiles: given.ENCRYPT_FILES ? 'encrypted' : 'clear',
    masterKey: given.MASTER_KEY,
    masterKeyBefore: given.MASTER_KEY_BEFORE,
    demo: given.DEMO ?? !given.DATABASE_URL,
    logLevel: given.LOG_LEVEL ?? 'info',
  };
}

/** The address of a portal: `originOf(config, 'lumen.localhost')` is 'http://lumen.localhost:3000'. */
export function originOf(config: Pick<Config, 'origin'>, host: string): string {
  return `${config.origin.scheme}://${host}${config.origin.port}`;
}

function publicOrigin(url: URL): PublicOrigin {
  return {
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    host: url.hostname,
    port: url.port === '' ? '' : `:${url.port}`,
  };
}

function parse(env: Record<string, string | undefined>, problems: string[]): Parsed {
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(environment) as VariableName[]) {
    const text = env[name]?.trim();
    if (!text) continue;
    const result = environment[name].parse.safeParse(text);
    if (result.success) values[name] = result.data;
    else problems.push(`${name} ${result.error.issues[0]?.message}${shown(name, text)}.`);
  }
  return values as Parsed;
}

/** A wrong value helps to find the mistake; a wrong secret is still a secret. */
function shown(name: VariableName, text: string): string {
  return environment[name].secret ? '' : `, not "${text.slice(0, 100)}"`;
}
