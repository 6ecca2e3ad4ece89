// A site's own page of slips: open the day, record paper, call the next, say who came.

import { say } from '../../core/i18n.ts'
import { sayTime } from '../../core/moments.ts'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Button, Hidden, SelectField, TextField } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { SummaryList } from '../../ui/summary-list.tsx'
import { freeNumbers, keptNumbers } from '../rules/slips.ts'
import type { Programme } from '../schema/programme.ts'
import type { RoundNow, Slip } from '../schema/slips.ts'
import type { PublicSite } from '../schema/stock.ts'

export interface SiteSlipsProps {
  frame: PageFrame
  programme: Programme
  site: PublicSite
  rounds: { round: RoundNow; called: Slip[] }[]
  typed: Record<string, string>
  errors: Record<string, string>
  now: Date
}

export function SiteSlipsPage(props: SiteSlipsProps) {
  const { frame, site, programme, rounds, errors } = props
  const { t } = frame
  const summary = Object.entries(errors).map(([id, text]) => ({ href: `#${id}`, text }))
  const isLeft = programme.items.some(({ id }) => !rounds.some(({ round }) => round.item === id))
  return (
    <Layout {...frame} noIndex>
      {summary.length > 0 && <ErrorSummary t={t} errors={summary} />}
      <h1>{frame.title}</h1>
      <p class="hint">{t('handouts.counter.where', { site: site.name, code: site.siteId })}</p>
      {rounds.map((one) => (
        <RoundPart {...props} {...one} />
      ))}
      {isLeft && <OpenForm {...props} />}
      <p>
        <a href={`/desk/supply/${programme.id}/hand-out?site=${encodeURIComponent(site.siteId)}`}>
          {t('handouts.slips.to_counter')}
        </a>
      </p>
    </Layout>
  )
}

function RoundPart(props: SiteSlipsProps & { round: RoundNow; called: Slip[] }) {
  const { frame, programme, round, called, now } = props
  const { t, lang } = frame
  const item = programme.items.find(({ id }) => id === round.item)
  const kept = keptNumbers(round, now)
  return (
    <section>
      <h2>{item ? say(item.title, lang) : round.item}</h2>
      <p class="slip-number">{round.calledNumber ?? '—'}</p>
      <p class="hint">{t('handouts.slips.called_now')}</p>
      <SummaryList
        items={[
          {
            label: t('handouts.slips.hours'),
            value: t('handouts.slips.from_to', {
              from: sayTime(round.startsAt),
              to: sayTime(round.endsAt),
            }),
          },
          {
            label: t('handouts.slips.given'),
            value: t('handouts.slips.of', { given: round.given, numbers: round.numbers }),
          },
          { label: t('handouts.slips.free'), value: String(freeNumbers(round, now)) },
          ...(kept > 0 && round.lateFrom
            ? [
                {
                  label: t('handouts.slips.kept'),
                  value: t('handouts.slips.kept_until', {
                    count: kept,
                    time: sayTime(round.lateFrom),
                  }),
                },
              ]
            : []),
          { label: t('handouts.slips.waiting'), value: String(round.waiting) },
        ]}
      />
      {!round.closedAt && <CallForm {...props} />}
      {called.length > 0 && <h3>{t('handouts.slips.called')}</h3>}
      {called.map(({ number }) => (
        <RoundForm {...props} action="settle">
          <Hidden name="number" value={String(number)} />
          <p class="buttons">
            <strong>{number}</strong>
            <Button name="state" value="served" label={t('handouts.slips.came_who', { number })}>
              {t('handouts.slips.came')}
            </Button>
            <Button
              kind="secondary"
              name="state"
              value="released"
              label={t('handouts.slips.away_who', { number })}
            >
              {t('handouts.slips.away')}
            </Button>
          </p>
        </RoundForm>
      ))}
    </section>
  )
}

function CallForm(props: SiteSlipsProps & { round: RoundNow }) {
  const { frame, round, errors, typed } = props
  const { t } = frame
  return (
    <>
      <RoundForm {...props} action="call">
        <p class="buttons">
          <Button>{t('handouts.slips.call')}</Button>
        </p>
      </RoundForm>
      <RoundForm {...props} action="counter">
        <p class="buttons">
          <Button kind="secondary">{t('handouts.slips.give_one')}</Button>
        </p>
      </RoundForm>
      <RoundForm {...props} action="paper">
        <TextField
          t={t}
          id="upTo"
          label={t('handouts.slips.paper')}
          hint={t('handouts.slips.paper_hint', { next: round.given + 1 })}
          value={typed.upTo}
          error={errors.upTo}
          inputMode="numeric"
          width="short"
          autocomplete="off"
        />
        <p class="buttons">
          <Button kind="secondary">{t('handouts.slips.record')}</Button>
        </p>
      </RoundForm>
    </>
  )
}

function RoundForm(props: SiteSlipsProps & { round: RoundNow; action: string; children: unknown }) {
  const { programme, site, round, action } = props
  return (
    <form method="post" action={`/desk/supply/${programme.id}/slips/${action}`} novalidate>
      <Hidden name="site" value={site.siteId} />
      <Hidden name="round" value={round.roundId} />
      {props.children}
    </form>
  )
}

function OpenForm({ frame, programme, site, rounds, typed, errors }: SiteSlipsProps) {
  const { t, lang } = frame
  const items = programme.items.filter(({ id }) => !rounds.some(({ round }) => round.item === id))
  const field = (id: string) => ({ t, id, value: typed[id], error: errors[id] })
  return (
    <section>
      <h2>{t('handouts.slips.open_title')}</h2>
      <form method="post" action={`/desk/supply/${programme.id}/slips/open`} novalidate>
        <Hidden name="site" value={site.siteId} />
        <SelectField
          {...field('item')}
          label={t('handouts.counter.item')}
          options={items.map(({ id, title }) => ({ value: id, label: say(title, lang) }))}
        />
        <TextField
          {...field('numbers')}
          label={t('handouts.slips.numbers')}
          inputMode="numeric"
          width="short"
        />
        <TextField
          {...field('lateNumbers')}
          label={t('handouts.slips.late_numbers')}
          hint={t('handouts.slips.late_hint')}
          inputMode="numeric"
          width="short"
        />
        <TextField {...field('startsAt')} label={t('handouts.slips.starts')} width="short" />
        <TextField {...field('endsAt')} label={t('handouts.slips.ends')} width="short" />
        <p class="buttons">
          <Button>{t('handouts.slips.open')}</Button>
        </p>
      </form>
    </section>
  )
}
