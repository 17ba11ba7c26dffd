import { describe, expect, it } from 'vitest';
import { deriveKey, sign, verify } from '#platform/crypto.ts';
import { admitsDownload, DOWNLOAD_MINUTES, signDownload } from '#platform/storage/download-link.ts';

const master = Buffer.alloc(32, 1);
const key = deriveKey(master, 'download', 'w1');
const now = new Date('2026-11-22T10:00:00Z');
const grant = { file: 'f1', reader: 's1', disposition: 'attachment' } as const;
const token = signDownload(key, grant, now);
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe('a signed download', () => {
  it('is admitted for its file, reader and disposition', () => {
    expect(admitsDownload(key, token, grant, now)).toBe(true);
  });

  it('is admitted for nothing else', () => {
    expect(admitsDownload(key, token, { ...grant, file: 'f2' }, now)).toBe(false);
    expect(admitsDownload(key, token, { ...grant, reader: 's2' }, now)).toBe(false);
    expect(admitsDownload(key, token, { ...grant, disposition: 'inline' }, now)).toBe(false);
    expect(admitsDownload(deriveKey(master, 'download', 'w2'), token, grant, now)).toBe(false);
    expect(admitsDownload(deriveKey(master, 'live', 'w1'), token, grant, now)).toBe(false);
  });

  it('ends after five minutes at the latest', () => {
    expect(DOWNLOAD_MINUTES).toBeLessThanOrEqual(5);
    expect(admitsDownload(key, token, grant, inSeconds(299))).toBe(true);
    expect(admitsDownload(key, token, grant, inSeconds(300))).toBe(false);
  });

  it('is refused after a change anywhere', () => {
    for (let at = 0; at < token.length; at += 1) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      expect(admitsDownload(key, changed, grant, now)).toBe(false);
    }
    for (const other of ['', '.', `${token}/../f2`, sign(key, 'f1', inSeconds(60)), sign(key, null, inSeconds(60))]) {
      expect(admitsDownload(key, other, grant, now)).toBe(false);
    }
  });

  it('control: the seal alone would admit it for another file and another reader', () => {
    expect(verify(key, token, now).ok).toBe(true);
    expect(admitsDownload(key, token, { ...grant, file: 'f2' }, now)).toBe(false);
    const forTheOther = signDownload(key, { ...grant, file: 'f2' }, now);
    expect(admitsDownload(key, forTheOther, { ...grant, file: 'f2' }, now)).toBe(true);
  });
});
