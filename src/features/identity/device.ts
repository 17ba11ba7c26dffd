import type { Reader } from '#platform/i18n/reader.ts';
import { say } from './messages.ts';

// In this order, because browsers name their relatives as well.
const BROWSERS: [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** "Chrome on Mac", from what a browser says of itself; it may say anything, so nothing is decided by it. */
export function deviceName(reader: Reader, agent: string): string {
  const browser = BROWSERS.find(([pattern]) => pattern.test(agent))?.[1];
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1];
  if (browser && system) return say(reader, 'device.on', { browser, system });
  return browser ?? system ?? say(reader, 'device.unknown');
}

/** What such a device looks like. */
export const deviceIcon = (agent: string): 'laptop' | 'monitor' | 'smartphone' =>
  /iPhone|iPad|Android/.test(agent) ? 'smartphone' : /Macintosh|CrOS/.test(agent) ? 'laptop' : 'monitor';
