import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asset, distDirectory } from '#platform/ui/assets.ts';
import { brandColors, cssRole } from '#platform/ui/brand-colors.ts';
import { theBrowser } from './stage.ts';

const steps = ['00', '33', '66', '99', 'cc', 'ff'];
const cube = steps.flatMap((r) => steps.flatMap((g) => steps.map((b) => `#${r}${g}${b}`)));
const colors = [...cube, '#6846e8', '#f59e0b', '#fff7b0', '#0f766e', '#be123c', '#111827', '#808080'];

describe('the TypeScript twin of the brand colours', () => {
  let page: Page;

  beforeAll(async () => {
    page = await (await theBrowser()).newPage();
    const css = readFileSync(join(distDirectory, asset('styles.css')), 'utf8').replace(/@font-face\s*\{[^}]*\}/g, '');
    await page.setContent(`<style>${css}</style><i id="probe"></i>`);
  });
  afterAll(() => page.close());

  it.each(['light', 'dark'] as const)('paints what the style sheet paints in %s mode', async (mode) => {
    const expected = colors.map((color) => ({
      color,
      roles: Object.entries(brandColors(color)[mode]).map(([role, value]) => [cssRole(role), value] as const),
    }));
    expect(await page.evaluate(differences, { mode, expected })).toEqual([]);
  });
});

interface Sweep {
  mode: string;
  expected: { color: string; roles: (readonly [name: string, value: string])[] }[];
}

// Runs in the page. Both colours go through the same canvas, over white; one step of rounding is allowed.
function differences({ mode, expected }: Sweep): string[] {
  const root = document.documentElement;
  const probe = document.getElementById('probe') as HTMLElement;
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (!context) return ['no canvas'];
  const paint = (color: string) => {
    for (const fill of ['#fff', color]) {
      context.fillStyle = fill;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const found: string[] = [];
  root.dataset.theme = mode;
  for (const { color, roles } of expected) {
    root.style.setProperty('--brand', color);
    for (const [name, value] of roles) {
      probe.style.color = `var(${name})`;
      const computed = getComputedStyle(probe).color;
      const [twin, real] = [paint(value), paint(computed)];
      if (twin.some((channel, index) => Math.abs(channel - (real[index] ?? -9)) > 1))
        found.push(`${color} ${name}: ${value} is not ${computed}`);
    }
  }
  return found;
}
