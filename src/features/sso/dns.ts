import { Resolver } from 'node:dns/promises';
import type { Config } from '#platform/config.ts';
import { recordName, recordValue } from './domains.ts';

export type Found = 'there' | 'missing' | 'no-answer';

/** Whether the record of a domain says what it should. Asks the system's name servers, or those the operator has named. */
export async function lookForRecord(
  { dnsServers }: Pick<Config, 'dnsServers'>,
  domain: string,
  secret: string,
): Promise<Found> {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  if (dnsServers.length > 0) resolver.setServers(dnsServers);
  try {
    const records = await resolver.resolveTxt(recordName(domain));
    return records.some((parts) => parts.join('').trim() === recordValue(secret)) ? 'there' : 'missing';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOTFOUND' || code === 'ENODATA' ? 'missing' : 'no-answer';
  }
}
