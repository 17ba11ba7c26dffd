import { join } from 'node:path';
import { defineConfig, type UserConfig } from 'vite';
import { assetPlugin } from './src/platform/ui/asset-plugin.ts';

const here = (path: string) => join(import.meta.dirname, path);

// Nesting, relative colour and light-dark() reach the browser as written; older ones get /brand.css's fallback.
const browsers = ['chrome123', 'edge123', 'firefox128', 'safari18'];

/** `vite build`: what the browser loads, to dist/assets. */
const client: UserConfig = {
  base: '/assets/',
  publicDir: false,
  build: {
    outDir: 'dist/assets',
    // A page or a server that is still of the last build finds its parts; scripts/setup/build.mjs removes them later.
    emptyOutDir: false,
    assetsDir: '',
    assetsInlineLimit: 0,
    modulePreload: false,
    sourcemap: true,
    target: browsers,
    rolldownOptions: {
      input: {
        main: here('src/client/main.ts'),
        'early-keys': here('src/client/hotkeys/early.ts'),
        reload: here('src/client/live/reload.ts'),
        suggest: here('src/client/search/suggest.ts'),
        'offline-worker': here('src/client/offline/worker.ts'),
        styles: here('src/app/styles.css'),
        texts: here('src/app/texts.css'),
        team: here('src/app/team.css'),
        public: here('src/app/public.css'),
      },
      output: {
        entryFileNames: '[name]-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
  plugins: [
    assetPlugin({
      manifest: here('dist/manifest.json'),
      drawings: here('src/platform/ui/icons/lucide.svg'),
      iconList: here('src/platform/ui/icons.ts'),
    }),
  ],
};

/** `vite build --ssr`: the server, to dist/server. Packages of hundreds of small files are bundled: starting reads fewer. */
const server: UserConfig = {
  publicDir: false,
  ssr: { noExternal: ['kysely', 'hono', '@hono/node-server', 'zod', 'intl-messageformat', /^@formatjs\//] },
  build: {
    ssr: true,
    outDir: 'dist/server',
    emptyOutDir: false,
    target: 'node24',
    sourcemap: true,
    minify: false,
    rolldownOptions: { input: { main: here('src/main.ts') } },
  },
};

export default defineConfig(({ isSsrBuild }) => (isSsrBuild ? server : client));
