// What the desk of a programme sees of its sites: the list, one site with its links and reports.

import { say } from '../../core/i18n.ts'
import { sayMoment } from '../../core/moments.ts'
import { Button, Hidden, TextField } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { StateTag } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import type { Device, Report } from '../schema/owner.ts'
import type { Programme } from '../schema/programme.ts'
import type { PublicSite, Stock } from '../schema/stock.ts'
import { Disagreement } from './disagreement.tsx'
import { QrCode } from './qr.tsx'
import { SiteForm, type SiteFormProps } from './site-form.tsx'
import { STATE_LOOK, sayAmount, sayState } from './words.ts'

interface ListProps {
  frame: PageFrame
  programme: Programme
  search: string
  found: number
  sites: { site: PublicSite; links: number; reports: number }[]
}

export function SiteListPage({ frame, programme, search, found, sites }: ListProps) {
  const { t, title } = frame
  const base = `/desk/supply/${programme.id}/sites`
  return (
    <Layout {...frame}>
      <h1>{title}</h1>
      <p>
        <a href={`${base}/new`}>{t('owners.add_site')}</a>
      </p>
      <search>
        <form method="get" action={base}>
          <TextField
            t={t}
            id="q"
            type="search"
            label={t('owners.search')}
            hint={t('owners.search_hint')}
            value={search}
            maxlength={100}
          />
          <Button kind="secondary">{t('owners.search_go')}</Button>
        </form>
      </search>
      <Table
        caption={t('owners.found', { count: found })}
        empty={t('owners.none_found')}
        columns={[
          { key: 'name', label: t('owners.site') },
          { key: 'district', label: t('owners.district') },
          { key: 'links', label: t('owners.links'), numeric: true },
          { key: 'reports', label: t('owners.reports'), numeric: true },
        ]}
        rows={sites.map(({ site, links, reports }) => ({
          cells: {
            name: <a href={`${base}/${encodeURIComponent(site.siteId)}`}>{site.name}</a>,
            district: site.district ?? t('owners.unknown'),
            links,
            reports,
          },
        }))}
      />
      {found > sites.length && (
        <p class="hint">{t('owners.only_first', { count: sites.length })}</p>
      )}
    </Layout>
  )
}

interface SiteProps {
  frame: PageFrame
  programme: Programme
  site: PublicSite
  stock: Stock[]
  reports: Report[]
  devices: Device[]
  /** Of the link that the next press makes. */
  newDeviceId: string
  done: string | null
  form: Omit<SiteFormProps, 'frame' | 'action'>
  sequence: number
}

export function DeskSitePage(props: SiteProps) {
  const { frame, programme, site, done } = props
  const { t, lang } = frame
  const base = `/desk/supply/${programme.id}/sites/${encodeURIComponent(site.siteId)}`
  return (
    <Layout {...frame}>
      <h1>{site.name}</h1>
      <p class="hint">
        {t('owners.code', { code: site.siteId, programme: say(programme.title, lang) })}
      </p>
      {done && <Notice kind="success" title={t(`owners.desk_${done}`)} />}
      <StockNow {...props} base={base} />
      <Disagreement t={t} lang={lang} programme={programme} reports={props.reports} />
      <Links {...props} base={base} />
      <section>
        <h2>{t('owners.edit')}</h2>
        <SiteForm frame={frame} action={base} {...props.form} />
      </section>
      <section>
        <h2>{t('owners.leave')}</h2>
        <p>{t('owners.leave_words')}</p>
        <form method="post" action={`${base}/leaving`}>
          <Button kind="danger">{t('owners.leave_go')}</Button>
        </form>
      </section>
    </Layout>
  )
}

function StockNow({
  frame,
  programme,
  stock,
  base,
  reports,
  sequence,
}: SiteProps & { base: string }) {
  const { t, lang } = frame
  return (
    <section>
      <h2>{t('owners.now')}</h2>
      {programme.items.map((item) => {
        const now = stock.find((one) => one.item === item.id)
        const isTold = reports.some((report) => report.item === item.id && !report.settledAt)
        return (
          <div class="stock-now">
            <h3>{say(item.title, lang)}</h3>
            <p class="stock-amount">{sayAmount(t, lang, { amount: now?.amount, item })}</p>
            {now && now.state !== 'counted' && (
              <p>
                <StateTag state={STATE_LOOK[now.state]} text={sayState(t, lang, now)} />
              </p>
            )}
            {now && (now.state === 'disputed' || isTold) ? (
              <SettleForm frame={frame} base={base} itemId={item.id} />
            ) : (
              (now?.amount ?? 0) > 0 && (
                <form method="post" action={`${base}/reports`}>
                  <Hidden name="item" value={item.id} />
                  <Hidden name="sequence" value={String(sequence)} />
                  <Button kind="secondary">
                    {t('owners.map_is_wrong', { item: say(item.title, lang) })}
                  </Button>
                </form>
              )
            )}
          </div>
        )
      })}
    </section>
  )
}

function SettleForm(props: { frame: PageFrame; base: string; itemId: string }) {
  const { frame, base, itemId } = props
  const { t } = frame
  return (
    <form method="post" action={`${base}/settlements`}>
      <Hidden name="item" value={itemId} />
      <TextField
        t={t}
        id={`settle-${itemId}`}
        name="amount"
        label={t('owners.settle_label')}
        hint={t('owners.settle_hint')}
        inputMode="numeric"
        width="short"
        maxlength={9}
        autocomplete="off"
      />
      <Button>{t('owners.settle')}</Button>
    </form>
  )
}

function Links({ frame, base, devices, newDeviceId }: SiteProps & { base: string }) {
  const { t, lang } = frame
  return (
    <section>
      <h2>{t('owners.links_title')}</h2>
      <p>{t('owners.links_words')}</p>
      <form method="post" action={`${base}/links`}>
        <Hidden name="device" value={newDeviceId} />
        <Button>{t('owners.make_link')}</Button>
      </form>
      {devices.length > 0 && (
        <Table
          caption={t('owners.links')}
          columns={[
            { key: 'made', label: t('owners.made_at') },
            { key: 'used', label: t('owners.used_at') },
            { key: 'state', label: t('owners.link_state') },
          ]}
          rows={devices.map(({ deviceId, madeAt, lastUsedAt, revokedAt }) => ({
            cells: {
              made: sayMoment(madeAt, lang),
              used: lastUsedAt ? sayMoment(lastUsedAt, lang) : t('owners.never_used'),
              state: revokedAt ? (
                t('owners.revoked_at', { at: sayMoment(revokedAt, lang) })
              ) : (
                <form method="post" action={`${base}/links/${deviceId}/revocation`}>
                  <Button
                    kind="danger"
                    label={t('owners.revoke_which', { at: sayMoment(madeAt, lang) })}
                  >
                    {t('owners.revoke')}
                  </Button>
                </form>
              ),
            },
          }))}
        />
      )}
    </section>
  )
}

/** The only time that the link is shown; it prints as one sheet. */
export function LinkPage(props: {
  frame: PageFrame
  site: PublicSite
  href: string
  back: string
}) {
  const { frame, site, href, back } = props
  const { t } = frame
  return (
    <Layout {...frame}>
      <h1>{t('owners.link_for', { site: site.name })}</h1>
      <p>{t('owners.link_words')}</p>
      <QrCode text={href} label={t('owners.qr_label')} />
      <p class="copy">{href}</p>
      <p class="hint">{t('owners.link_hint')}</p>
      <p class="no-print">
        <a href={back}>{t('owners.link_back')}</a>
      </p>
    </Layout>
  )
}

export function NewSitePage(props: {
  frame: PageFrame
  action: string
  form: SiteFormProps['values']
}) {
  const { frame, action, form } = props
  return (
    <Layout {...frame}>
      <h1>{frame.title}</h1>
      <SiteForm frame={frame} action={action} values={form} isNew />
    </Layout>
  )
}
