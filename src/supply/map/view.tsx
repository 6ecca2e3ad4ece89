// The page around the map: filters above it, a way past it, the pressed place and the whole list below.

import { asset } from '../../ui/assets.ts'
import { Layout } from '../../ui/layout.tsx'
import { apiPath, programmePath } from '../pages/addresses.ts'
import { districtName } from '../pages/asking.ts'
import { Finder } from '../pages/finder.tsx'
import { FeedNotice, LiveNotices, liveAttributes, MomentLine } from '../pages/frame-parts.tsx'
import { FoundSites, type ListProps } from '../pages/list-view.tsx'
import { LevelMark, StockTemplates, type Voice } from '../pages/stock-tag.tsx'
import { LEVELS } from '../rules/levels.ts'
import { WINDOW_KINDS } from '../schema/stock.ts'

export function MapPage(props: ListProps) {
  const { frame, board, now, city, asked, districts } = props
  const { t, lang } = frame
  const { id, title, items } = board.programme
  const path = programmePath(id)
  const voice = { t, lang }
  return (
    <Layout {...frame}>
      <p>
        <a href={path}>{title[lang]}</a>
      </p>
      <h1>{frame.title}</h1>
      <div class="live" {...liveAttributes({ board, now })}>
        <MomentLine {...voice} board={board} now={now} />
        <p>
          <a href={`${path}/data`}>{t('supply.map_own')}</a>
        </p>
        <FeedNotice {...voice} board={board} now={now} />
        <Finder {...voice} action={`${path}/map`} isMap {...{ board, asked, districts, city }} />
        <p>
          <a href="#list">{t('supply.map_skip')}</a>
        </p>
        <p class="hint">{t('supply.map_how')}</p>
        <MapBox {...props} />
        <section data-chosen class="map-chosen" aria-live="polite" hidden />
        <Legend {...voice} />
        <LiveNotices t={t} />
        <h2 id="list" tabindex={-1}>
          {t('supply.map_list')}
        </h2>
        <div data-found>
          <FoundSites {...props} level={3} />
        </div>
        <StockTemplates {...voice} items={items} />
      </div>
      <link rel="stylesheet" href={asset('map.css')} />
    </Layout>
  )
}

function MapBox({ frame, board, now, city, asked, districts }: ListProps) {
  const { t, lang } = frame
  const { q, item, language, wheelchair, open, all } = asked
  const attributes = liveAttributes({ board, now })
  const towns = districts.flatMap(({ name, position }) =>
    position ? [{ name: districtName(name, lang, city), position }] : [],
  )
  const middle = districts.find(({ name }) => name === asked.district)?.position ?? null
  const style = city.map?.style ?? ''
  return (
    <div
      {...attributes}
      class="map"
      data-island="supply-map"
      data-wish={JSON.stringify({ q, item, language, wheelchair, open, having: !all })}
      data-ground={JSON.stringify({
        towns,
        style,
        middle,
        words: wordsOf(frame, board.programme.id),
      })}
      data-api={apiPath(board.programme.id)}
      data-failed={t('supply.map_failed')}
    >
      <p>{t('supply.map_script')}</p>
    </div>
  )
}

/** What the island says by itself. */
function wordsOf({ t }: Pick<Voice, 't'>, programmeId: string): Record<string, string> {
  const windows = WINDOW_KINDS.map((kind) => [kind, t(`supply.window_${kind}`)])
  return {
    ...Object.fromEntries(windows),
    sites: `${programmePath(programmeId)}/sites`,
    open: t('supply.open_now', { until: '{until}' }),
    closed: t('supply.map_closed'),
    unknown: t('supply.open_unknown'),
    comma: t('supply.list_comma'),
    semicolon: t('supply.list_semicolon'),
    title: t('supply.way_map'),
    zoomIn: t('supply.map_in'),
    zoomOut: t('supply.map_out'),
    source: t('supply.map_source'),
    wheel: t('supply.map_wheel'),
    wheelMac: t('supply.map_wheel_mac'),
    fingers: t('supply.map_fingers'),
  }
}

function Legend({ t }: Voice) {
  return (
    <details class="map-legend">
      <summary>{t('supply.map_legend')}</summary>
      <ul>
        {LEVELS.filter((level) => level !== 'unreported').map((level) => (
          <li class={`stock-${level}`}>
            <span class="stock-word">
              <LevelMark level={level} />
              {t(`supply.level_${level}`)}
            </span>
          </li>
        ))}
        <li class="stock-unreported">
          <span class="stock-word">
            <LevelMark level="unreported" />
            {t('supply.legend_unreported')}
          </span>
        </li>
      </ul>
    </details>
  )
}
