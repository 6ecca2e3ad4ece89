// Opens an empty map on a page: the city's own tiles where it has some, else a plain coast. For the
// browser.

import {
  Map as MapLibre,
  NavigationControl,
  type StyleSpecification,
  setWorkerUrl,
} from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import type { Words } from './chosen.ts'
import { FONT, plainStyle, type Town } from './drawing.ts'

type Bounds = [west: number, south: number, east: number, north: number]

const AROUND_TAIWAN: Bounds = [117.2, 21, 123.4, 27]
const TAIWAN: [number, number] = [120.95, 23.7]
const DISTRICT_ZOOM = 13

export interface Ground {
  towns: Town[]
  /** Of the city's own tiles; empty: none. */
  style: string
  /** The chosen district. */
  middle: [number, number] | null
  words: Words
}

export async function openGround(box: HTMLElement, ground: Ground): Promise<MapLibre> {
  setWorkerUrl(workerUrl)
  const { towns, words } = ground
  // Letters are drawn from the page's own font, which loads by the letters that are asked for.
  const letters = towns.map(({ name }) => name).join('')
  await document.fonts.load(`16px "${FONT}"`, `${letters}0123456789·`).catch(() => [])
  const style = ground.style ? await readStyle(ground.style) : plainStyle(towns)
  box.replaceChildren()
  const map = new MapLibre({
    container: box,
    style,
    center: TAIWAN,
    zoom: 7,
    ...(ground.style ? {} : { maxBounds: AROUND_TAIWAN }),
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: { compact: true },
    fadeDuration: 0,
    locale: {
      'NavigationControl.ZoomIn': words.zoomIn ?? '',
      'NavigationControl.ZoomOut': words.zoomOut ?? '',
      'Map.Title': words.title ?? '',
      'AttributionControl.ToggleAttribution': words.source ?? '',
      'CooperativeGesturesHandler.WindowsHelpText': words.wheel ?? '',
      'CooperativeGesturesHandler.MacHelpText': words.wheelMac ?? '',
      'CooperativeGesturesHandler.MobileHelpText': words.fingers ?? '',
    },
  })
  map.touchZoomRotate.disableRotation()
  map.addControl(new NavigationControl({ showCompass: false }))
  await new Promise<void>((resolve) => map.once('load', () => resolve()))
  return map
}

/** Without its font server: every letter is drawn here. */
async function readStyle(address: string): Promise<StyleSpecification> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(String(answer.status))
  const { glyphs: _, ...style } = (await answer.json()) as StyleSpecification
  return style
}

/** Where the sites are; a single far one is seen, too. */
function boundsOf(positions: [number, number][]): Bounds {
  const [lons, lats] = [positions.map(([lon]) => lon), positions.map(([, lat]) => lat)]
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), 180)
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), -180)
  return [least(lons), least(lats), most(lons), most(lats)]
}

/** The chosen district, else all sites. */
export function showSites(map: MapLibre, { middle }: Ground, positions: [number, number][]): void {
  if (middle) map.jumpTo({ center: middle, zoom: DISTRICT_ZOOM })
  else if (positions.length > 0) {
    map.fitBounds(boundsOf(positions), { padding: 40, maxZoom: DISTRICT_ZOOM, duration: 0 })
  }
}

/** To where the reader is; at once for those who want no motion. */
export function goTo(map: MapLibre, center: [number, number], zoom = DISTRICT_ZOOM): void {
  const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  map.easeTo({ center, zoom, duration: isCalm ? 0 : 150 })
}
