// How the map looks: ground, clusters, marks. Colours are the page's own tokens, shapes those of the
// list; letters are drawn by the browser, so no font server is asked.

import { coast } from 'virtual:coast'
import type { LayerSpecification, Map as MapLibre, StyleSpecification } from 'maplibre-gl'
import { LEVELS, type Level } from '../../rules/levels.ts'
import { MARKS } from '../../rules/marks.ts'

export const FONT = 'Noto Sans TC Variable'
const SIZE = 26
const RATIO = 2
/** From here on every site stands by itself. */
const CLUSTERS_TO = 13

const COLOURS: Record<Level, [ground: string, line: string]> = {
  plenty: ['--done', '--on-done'],
  some: ['--moving', '--on-moving'],
  few: ['--waiting', '--on-waiting'],
  none: ['--sheet', '--muted'],
  promised: ['--sheet', '--refused'],
  finished: ['--sheet', '--refused'],
  disputed: ['--sheet', '--refused'],
  unreported: ['--sheet', '--edge'],
  unsaid: ['--sheet', '--edge'],
  never: ['--sheet', '--edge'],
}

const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim()

export interface Town {
  name: string
  position: [number, number]
}

const EMPTY = { type: 'FeatureCollection' as const, features: [] }

/** Ground without tiles: land, sea, and the names of districts. */
export function plainStyle(towns: Town[]): StyleSpecification {
  const names = towns.map(({ name, position }) => ({
    type: 'Feature' as const,
    properties: { name },
    geometry: { type: 'Point' as const, coordinates: position },
  }))
  return {
    version: 8,
    sources: {
      land: {
        type: 'geojson',
        data: { type: 'Feature', properties: {}, geometry: coast },
        attribution: 'Natural Earth',
      },
      towns: { type: 'geojson', data: { type: 'FeatureCollection', features: names } },
    },
    layers: [
      { id: 'sea', type: 'background' },
      { id: 'land', type: 'fill', source: 'land' },
      { id: 'coast', type: 'line', source: 'land' },
      {
        id: 'towns',
        type: 'symbol',
        source: 'towns',
        minzoom: 8.5,
        layout: {
          'text-field': ['get', 'name'],
          'text-font': [FONT],
          'text-size': 14,
          'text-padding': 6,
        },
      },
    ],
  }
}

/** On top of any ground. */
export function addSites(map: MapLibre): void {
  map.addSource('sites', {
    type: 'geojson',
    data: EMPTY,
    cluster: true,
    clusterRadius: 44,
    clusterMaxZoom: CLUSTERS_TO,
    clusterProperties: { there: ['+', ['get', 'there']] },
  })
  for (const layer of LAYERS) map.addLayer(layer)
  paint(map)
}

const LAYERS: LayerSpecification[] = [
  {
    id: 'clusters',
    type: 'circle',
    source: 'sites',
    filter: ['has', 'point_count'],
    paint: { 'circle-radius': ['step', ['get', 'point_count'], 16, 20, 20, 100, 25, 500, 31] },
  },
  {
    id: 'counts',
    type: 'symbol',
    source: 'sites',
    filter: ['has', 'point_count'],
    layout: {
      'text-field': ['to-string', ['get', 'there']],
      'text-font': [FONT],
      'text-size': 14,
      'text-allow-overlap': true,
    },
  },
  {
    id: 'marks',
    type: 'symbol',
    source: 'sites',
    filter: ['!', ['has', 'point_count']],
    layout: {
      'icon-image': ['concat', 'mark-', ['get', 'level']],
      'icon-allow-overlap': true,
      'text-field': ['step', ['zoom'], '', 13, ['get', 'amount']],
      'text-font': [FONT],
      'text-size': 13,
      'text-anchor': 'top',
      'text-offset': [0, 1],
      'text-optional': true,
    },
  },
]

/** Again whenever light and dark change. */
export function paint(map: MapLibre): void {
  for (const level of LEVELS) {
    const name = `mark-${level}`
    const image = drawMark(level)
    if (map.hasImage(name)) map.updateImage(name, image)
    else map.addImage(name, image, { pixelRatio: RATIO })
  }
  const [ink, paper, line, muted, floor] = ['--ink', '--paper', '--line', '--muted', '--floor'].map(
    token,
  ) as [string, string, string, string, string]
  const looks: [layer: string, property: string, value: unknown][] = [
    ['sea', 'background-color', floor],
    ['land', 'fill-color', paper],
    ['coast', 'line-color', line],
    ['towns', 'text-color', muted],
    ['towns', 'text-halo-color', paper],
    ['towns', 'text-halo-width', 2],
    ['clusters', 'circle-color', ['case', ['>', ['get', 'there'], 0], ink, paper]],
    ['clusters', 'circle-stroke-color', ['case', ['>', ['get', 'there'], 0], paper, muted]],
    ['clusters', 'circle-stroke-width', 2],
    ['counts', 'text-color', ['case', ['>', ['get', 'there'], 0], paper, muted]],
    ['marks', 'text-color', ink],
    ['marks', 'text-halo-color', paper],
    ['marks', 'text-halo-width', 2],
  ]
  for (const [layer, property, value] of looks) {
    if (map.getLayer(layer)) map.setPaintProperty(layer, property as never, value as never)
  }
}

function drawMark(level: Level): ImageData {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = SIZE * RATIO
  const pen = canvas.getContext('2d') as CanvasRenderingContext2D
  const [ground, line] = COLOURS[level].map(token) as [string, string]
  pen.scale(RATIO, RATIO)
  pen.beginPath()
  pen.arc(SIZE / 2, SIZE / 2, SIZE / 2 - 1.5, 0, 2 * Math.PI)
  pen.fillStyle = ground
  pen.fill()
  pen.strokeStyle = line
  pen.lineWidth = 1.5
  pen.stroke()
  pen.translate(SIZE / 2 - 7, SIZE / 2 - 7)
  pen.scale(0.7, 0.7)
  const { d, isFilled } = MARKS[level]
  const shape = new Path2D(d)
  pen.fillStyle = line
  pen.lineWidth = 2.6
  pen.lineCap = pen.lineJoin = 'round'
  if (isFilled) pen.fill(shape)
  else pen.stroke(shape)
  return pen.getImageData(0, 0, canvas.width, canvas.height)
}
