/**
 * Canonical JSON (RFC 8785): one spelling for one value. Members in the order of their names' UTF-16 units; strings and numbers
 * as JSON.stringify writes them, which is what the RFC prescribes. Throws a TypeError for what JSON cannot hold.
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('JSON has no such number');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`JSON has no ${typeof value}`);
  const members = value as Record<string, unknown>;
  let written = '';
  for (const name of Object.keys(members).sort()) written += `,${text(name)}:${canonical(members[name])}`;
  return `{${written.slice(1)}}`;
}

function text(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('a lone surrogate is no text');
  return JSON.stringify(value);
}
