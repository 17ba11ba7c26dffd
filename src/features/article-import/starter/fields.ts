import { z } from 'zod';
import { pastedLine } from '#platform/http/line.ts';
import { presets } from './outline.ts';

export const askedFields = z.object({ title: pastedLine(200, 'error.title', 'error.title') });

export const presetOf = (said: string | undefined) => presets.find((one) => one === said) ?? presets[0];
