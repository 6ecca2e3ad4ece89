// For people who make apps, and for whoever wants to check that two screens show the same moment.

import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Table } from '../../ui/table.tsx'
import type { App } from '../apps-file.ts'
import type { Board } from '../board/board.ts'
import { apiPath, programmePath } from './addresses.ts'
import { MomentLine } from './frame-parts.tsx'
import { WRITTEN } from './line.tsx'

export interface DataProps {
  frame: PageFrame
  board: Board
  now: Date
  apps: App[]
  baseUrl: string
}

/** In the order in which an app maker meets them; each has words of its own. */
const ENDPOINTS = [
  { key: 'snapshot', path: '/snapshot' },
  { key: 'delta', path: '/delta?since={sequence}' },
  { key: 'stream', path: '/stream' },
  { key: 'nearest', path: '/nearest?lon=120.674&lat=24.148' },
  { key: 'geojson', path: '/sites.geojson' },
  { key: 'csv', path: '/sites.csv' },
  { key: 'version', path: '/versions/{sequence}' },
] as const

export function DataPage(props: DataProps) {
  const { frame, board, now } = props
  const { t, lang } = frame
  const { id, title } = board.programme
  return (
    <Layout {...frame}>
      <p>
        <a href={programmePath(id)}>{title[lang]}</a>
      </p>
      <h1>{frame.title}</h1>
      <p>{t('supply.data_intro')}</p>
      <MomentLine t={t} lang={lang} board={board} now={now} />
      <Apps {...props} />
      <section>
        <h2>{t('supply.data_addresses')}</h2>
        <p>{t('supply.data_free')}</p>
        <Endpoints {...props} />
        <ul>
          <li>{t('supply.data_often')}</li>
          <li>{t('supply.data_zero')}</li>
          <li>{t('supply.data_old')}</li>
          <li>{t('supply.data_licence')}</li>
        </ul>
        <p>{t('supply.data_say', { path: `${programmePath(id)}/say?district=…` })}</p>
      </section>
      <Proof {...props} />
      <p>
        <a href={`${programmePath(id)}/map`}>{t('supply.data_map')}</a>
      </p>
    </Layout>
  )
}

function Apps({ frame, apps }: DataProps) {
  const { t, lang } = frame
  return (
    <section>
      <h2>{t('supply.apps')}</h2>
      {apps.length === 0 && <p>{t('supply.apps_none')}</p>}
      <ul class="apps">
        {apps.map(({ name, by, kind, summary, url, isExample }) => (
          <li>
            <b>{url ? <a href={url}>{name[lang]}</a> : name[lang]}</b>{' '}
            {isExample && <span class="state state-withdrawn">{t('supply.app_example')}</span>}
            <br />
            {summary[lang]}
            <br />
            <span class="hint">
              {t(`supply.app_${kind}`)} · <span lang={WRITTEN}>{by}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Endpoints({ frame, board, baseUrl }: DataProps) {
  const { t } = frame
  const { sequence } = board.moment
  return (
    <Table
      caption={t('supply.data_caption')}
      columns={[
        { key: 'what', label: t('supply.data_what') },
        { key: 'address', label: t('supply.data_address') },
      ]}
      rows={ENDPOINTS.map(({ key, path }) => {
        const address = `${apiPath(board.programme.id)}${path.replace('{sequence}', String(sequence))}`
        return {
          cells: {
            what: t(`supply.data_${key}`),
            address: (
              <a class="long" href={address}>
                {`${baseUrl}${address}`}
              </a>
            ),
          },
        }
      })}
    />
  )
}

/** How the hash is made, so that anybody can make it again. */
function Proof({ frame, board }: DataProps) {
  const { t } = frame
  const { hash, sequence } = board.moment
  return (
    <section id="proof">
      <h2>{t('supply.proof')}</h2>
      <p>{t('supply.proof_why')}</p>
      <ol>
        <li>{t('supply.proof_1')}</li>
        <li>{t('supply.proof_2')}</li>
        <li>{t('supply.proof_3')}</li>
      </ol>
      <p>{t('supply.proof_now', { sequence: String(sequence) })}</p>
      <p>
        <code class="long">{hash}</code>
      </p>
      <p>{t('supply.proof_doc')}</p>
    </section>
  )
}
