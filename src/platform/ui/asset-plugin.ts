import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

export interface AssetPluginOptions {
  /** Where plain names are mapped to hashed ones; outside the served directory. */
  manifest: string;
  /** Every drawing, as one SVG of symbols. */
  drawings: string;
  /** The list of icons in use, a TypeScript file. */
  iconList: string;
}

/** Builds the icon sprites, writes the manifest that `asset()` reads, and compresses what compresses. */
export function assetPlugin({ manifest, drawings, iconList }: AssetPluginOptions): Plugin {
  return {
    name: 'portico-assets',
    apply: 'build',
    buildStart() {
      for (const file of [drawings, iconList]) this.addWatchFile(file);
      const list = readFileSync(iconList, 'utf8');
      for (const part of ['everyday', 'rarer'] as const) {
        const source = sprite(readFileSync(drawings, 'utf8'), iconNames(list, part));
        this.emitFile({ type: 'asset', name: `icons-${part}.svg`, source });
      }
    },
    writeBundle({ dir = '' }, bundle) {
      // Replaced in one step: a server that reads it meanwhile sees the old or the new one.
      mkdirSync(dirname(manifest), { recursive: true });
      writeFileSync(`${manifest}.new`, JSON.stringify(plainNames(bundle), null, 2));
      renameSync(`${manifest}.new`, manifest);
      if (!this.meta.watchMode) compress(dir);
    },
  };
}

/** The names in a part of the list, read as text: in watch mode a module would be cached from the first build. */
export function iconNames(list: string, part: 'everyday' | 'rarer'): string[] {
  const [, names = ''] = new RegExp(`const ${part} = \\[([^\\]]*)`).exec(list) ?? [];
  return [...names.matchAll(/^ {2}'([a-z0-9-]+)',$/gm)].map(([, name]) => name ?? '');
}

/** The symbols named, in one SVG without ids or styles beyond them. Throws for a name without a drawing. */
export function sprite(drawings: string, names: string[]): string {
  const symbols = names.map((name) => {
    const symbol = drawings.match(new RegExp(`<symbol id="${name}"[\\s\\S]*?</symbol>`))?.[0];
    if (!symbol) throw new Error(`no drawing for the icon "${name}"`);
    return symbol.replace(/>\s+</g, '><').replace(/ \/>/g, '/>');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
}

function plainNames(bundle: Rolldown.OutputBundle): Record<string, string> {
  const names: Record<string, string> = {};
  for (const file of Object.values(bundle)) {
    if (file.type === 'chunk' && file.isEntry) names[`${file.name}.js`] = file.fileName;
    if (file.type === 'asset' && file.names[0]) names[file.names[0]] = file.fileName;
  }
  return names;
}

function compress(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (!/\.(js|css|svg)$/.test(name)) continue;
    const file = join(directory, name);
    const body = readFileSync(file);
    const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    writeFileSync(`${file}.br`, brotliCompressSync(body, { params: quality }));
    writeFileSync(`${file}.gz`, gzipSync(body, { level: 9 }));
  }
}
