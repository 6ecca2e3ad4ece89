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

const AROUND_TAIWAN: [number, number, number, number] = [117.2, 21, 123.4, 27]
const WHOLE_CITY_ZOOM = 10

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
  const { towns, words, middle } = ground
  // Letters are drawn from the page's own font, which loads by the letters that are asked for.
  const letters = towns.map(({ name }) => name).join('')
  await document.fonts.load(`16px "${FONT}"`, `${letters}0123456789·`).catch(() => [])
  const style = ground.style ? await readStyle(ground.style) : plainStyle(towns)
  box.replaceChildren()
  const map = new MapLibre({
    container: box,
    style,
    center: middle ?? middleOf(towns),
    zoom: middle ? WHOLE_CITY_ZOOM + 3 : WHOLE_CITY_ZOOM,
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

function middleOf(towns: Town[]): [number, number] {
  const average = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
  if (towns.length === 0) return [120.95, 23.7]
  return [
    average(towns.map(({ position }) => position[0])),
    average(towns.map(({ position }) => position[1])),
  ]
}
