// Builds what browsers load into dist/assets: the style sheets, the fonts, and one script for each
// island. Names carry a hash of the content, so a browser may keep them for ever.

import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

const ENTRIES = [
  'src/ui/styles/{main,fonts}.css',
  'src/*/island.ts',
  'src/*/*/island.ts',
  'src/ui/islands/*.ts',
]

const NO_ENTRIES = ['src/ui/island.ts', 'src/**/*.test.ts']

/** Text beside which a `.gz` and a `.br` are worth their place. Fonts are compressed already. */
const IS_TEXT = /\.(css|js|svg)$/

export default defineConfig({
  base: '/assets/',
  publicDir: false,
  build: {
    outDir: 'dist/assets',
    assetsDir: '',
    // A program that still runs, or a page left open, asks for the files of the build before.
    emptyOutDir: false,
    manifest: true,
    target: 'es2022',
    // The security policy allows no data: for fonts and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { input: globSync(ENTRIES, { exclude: NO_ENTRIES }) },
  },
  plugins: [precompress()],
})

function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      for (const file of Object.keys(bundle).filter((name) => IS_TEXT.test(name))) {
        const path = join(dir, file)
        const text = readFileSync(path)
        writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }))
        writeFileSync(`${path}.br`, brotliCompressSync(text, { params: BEST_FOR_TEXT }))
      }
    },
  }
}

const BEST_FOR_TEXT = {
  [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
}
