// The map of a programme: only public addresses, the list's own shapes, words and filters. Where it
// cannot be drawn, the list below says the same.

import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl'
import { island } from '../../ui/island.ts'
import { HEARD, type Heard } from '../pages/browser/live.ts'
import { LOCATED, type Position } from '../pages/browser/locate.ts'
import type { Bounds, Hearing } from '../rules/levels.ts'
import { showChosen } from './browser/chosen.ts'
import { addSites, paint } from './browser/drawing.ts'
import { type Ground, goTo, openGround, showSites } from './browser/ground.ts'
import { type MapWish, Records } from './browser/records.ts'

/** Renewing thousands of marks more often than this would only flicker. */
const REDRAW_MS = 1500

island<HTMLElement>('supply-map', (box) => {
  start(box).catch((error) => {
    console.warn(error)
    box.textContent = box.dataset.failed ?? ''
    box.classList.add('map-failed')
  })
})

async function start(box: HTMLElement): Promise<void> {
  const { api = '', items = '[]', wish = '{}', ground: described = '{}' } = box.dataset
  const ground = JSON.parse(described) as Ground
  const hearing: Hearing = {
    now: Date.parse(box.dataset.now ?? ''),
    seen: box.dataset.seen || null,
    staleAfterMinutes: Number(box.dataset.stale),
  }
  const records = new Records(JSON.parse(items) as Bounds[], hearing)
  const loading = records.load(api)
  const map = await openGround(box, ground)
  await loading
  addSites(map)
  showSites(map, ground, records.positions())
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => paint(map))

  const draw = () => {
    const features = records.draw(JSON.parse(wish) as MapWish)
    map.getSource<GeoJSONSource>('sites')?.setData({ type: 'FeatureCollection', features })
  }
  const panel = document.querySelector<HTMLElement>('[data-chosen]')
  let chosen = ''
  const show = (id = chosen) => {
    const site = records.sites.get(id)
    chosen = id
    if (!panel || !site) return
    showChosen(panel, site, { told: records.told(site), hearing, words: ground.words })
  }
  listen(map, show)
  const renew = throttled(() => {
    draw()
    show()
  })
  document.addEventListener(HEARD, (event) => {
    const { news, hearing: heard } = (event as CustomEvent<Heard>).detail
    Object.assign(hearing, heard)
    const { sites = [], left = [] } = news ?? {}
    if (records.take(sites, left)) void records.load(api).then(renew)
    // A stream that only says where it is changes nothing.
    else if (!news || sites.length > 0 || left.length > 0) renew()
  })
  await records.catchUp(api)
  draw()
  box.dataset.ready = String(records.sites.size)
}

function throttled(work: () => void): () => void {
  let isWaiting = false
  return () => {
    if (isWaiting) return
    isWaiting = true
    setTimeout(() => {
      isWaiting = false
      work()
    }, REDRAW_MS)
  }
}

function listen(map: MapLibre, show: (id: string) => void): void {
  document.addEventListener(LOCATED, (event) => goTo(map, (event as CustomEvent<Position>).detail))
  map.on('click', 'marks', ({ features }) => show(String(features?.[0]?.properties.id)))
  map.on('click', 'clusters', async ({ features, lngLat }) => {
    const source = map.getSource<GeoJSONSource>('sites')
    const zoom = await source?.getClusterExpansionZoom(Number(features?.[0]?.properties.cluster_id))
    goTo(map, [lngLat.lng, lngLat.lat], zoom ?? map.getZoom() + 1)
  })
  for (const layer of ['marks', 'clusters']) {
    map.on('mouseenter', layer, () => {
      map.getCanvas().style.cursor = 'pointer'
    })
    map.on('mouseleave', layer, () => {
      map.getCanvas().style.cursor = ''
    })
  }
}
