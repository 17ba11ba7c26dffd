import { emailAddress } from '#features/identity/index.ts';
import { allSeen } from '#platform/http/line.ts';

export interface Pasted {
  name: string;
  email: string;
}

const MOST = 500;

/** "Dana Whitfield <dana@acme.com>", "Dana Whitfield, dana@acme.com" or the address alone, one a line. */
export function readPasted(text: string): { people: Pasted[]; wrong: number[]; unseen: number[]; tooMany: boolean } {
  const people = new Map<string, Pasted>();
  const wrong: number[] = [];
  const unseen: number[] = [];
  const lines = text.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const one = readLine(line);
    if (one && !allSeen(one.name)) unseen.push(index + 1);
    else if (one) people.set(one.email, people.get(one.email) ?? one);
    else wrong.push(index + 1);
  }
  return { people: [...people.values()].slice(0, MOST), wrong, unseen, tooMany: people.size > MOST };
}

function readLine(line: string): Pasted | null {
  const parts = /^\s*(?<before>.*?)[\s,;<\t]*(?<address>[^\s,;<>"]+@[^\s,;<>"]+)>?[\s,;]*(?<after>.*)$/.exec(
    line,
  )?.groups;
  const email = parts && emailAddress(parts.address!);
  if (!email) return null;
  const name = [parts.before, parts.after]
    .map((part) => part!.replace(/["<>]/g, '').replace(/\s+/g, ' ').trim())
    .find(Boolean);
  return { name: (name || nameFrom(email)).slice(0, 160), email };
}

/** "dana.whitfield@acme.com" is called Dana Whitfield until they say otherwise. */
const nameFrom = (email: string): string =>
  email
    .split('@')[0]!
    .split(/[._-]+/)
    .filter(Boolean)
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join(' ') || email;
