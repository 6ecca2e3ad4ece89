// Builds what browsers load into dist/assets: the style sheets, the fonts, and one script for each
// island. Names carry a hash of the content, so a browser may keep them for ever.

import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

const ENTRIES = [
  'src/ui/styles/{main,fonts,map,supply}.css',
  'src/{*,*/*}/island.ts',
  'src/ui/islands/*.ts',
]

const NO_ENTRIES = ['src/ui/island.ts', 'src/**/*.test.ts']

/** Text beside which a `.gz` and a `.br` are worth their place. Fonts are compressed already. */
const IS_TEXT = /\.(css|m?js|svg)$/

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
    // The map's own library, loaded on its page alone.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: globSync(ENTRIES, { exclude: NO_ENTRIES }) },
  },
  plugins: [coast(), precompress()],
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

/** West, south, east, north of what the map without tiles shows. */
const AROUND_TAIWAN = [117.2, 21, 123.4, 27] as const

/** `virtual:coast`: land around Taiwan out of Natural Earth, for maps of cities without tiles. */
function coast(): Plugin {
  const name = 'virtual:coast'
  return {
    name: 'coast',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) =>
      id === `\0${name}` ? `export const coast = ${JSON.stringify(landAroundTaiwan())}` : null,
  }
}

type Ring = [number, number][]
interface Land {
  features: { geometry: { coordinates: Ring[][] } }[]
}

function landAroundTaiwan() {
  const load = createRequire(import.meta.url)
  const { feature } = load('topojson-client') as { feature: (of: unknown, part: unknown) => Land }
  const topology = JSON.parse(readFileSync(load.resolve('world-atlas/land-10m.json'), 'utf8'))
  const land = feature(topology, topology.objects.land)
  const polygons = land.features.flatMap(({ geometry }) => geometry.coordinates)
  return {
    type: 'MultiPolygon',
    coordinates: polygons.map(([ring = []]) => [cut(ring)]).filter(isLand),
  }
}

/** Pressed onto the frame where it leaves it: enough for ground that nobody measures. */
function cut(ring: Ring): Ring {
  const [west, south, east, north] = AROUND_TAIWAN
  const within = (value: number, low: number, high: number) =>
    Math.round(Math.min(high, Math.max(low, value)) * 10_000) / 10_000
  const pressed = ring.map(([x, y]): [number, number] => [
    within(x, west, east),
    within(y, south, north),
  ])
  return pressed.filter(([x, y], at) => x !== pressed[at - 1]?.[0] || y !== pressed[at - 1]?.[1])
}

/** What lies outside the frame has become a line along its edge. */
function isLand([ring = []]: Ring[]): boolean {
  const area = ring.reduce((sum, [x, y], at) => {
    const [nextX = 0, nextY = 0] = ring[(at + 1) % ring.length] ?? []
    return sum + x * nextY - nextX * y
  }, 0)
  return ring.length > 3 && Math.abs(area) > 1e-6
}
