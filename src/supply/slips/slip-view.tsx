// A resident's number: take one without standing in line, and see when one's turn comes.

import { say } from '../../core/i18n.ts'
import { machineMoment, sayTime } from '../../core/moments.ts'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Button, TextField } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Reference } from '../../ui/reference.tsx'
import { SummaryList } from '../../ui/summary-list.tsx'
import { expectedAt, freeNumbers, mayTake } from '../rules/slips.ts'
import type { Programme } from '../schema/programme.ts'
import type { RoundNow, Slip } from '../schema/slips.ts'
import type { PublicSite } from '../schema/stock.ts'

export interface TakeSlipProps {
  frame: PageFrame
  programme: Programme
  site: PublicSite
  rounds: RoundNow[]
  phone: string
  error: string | undefined
  now: Date
}

export function TakeSlipPage(props: TakeSlipProps) {
  const { frame, site, rounds, error } = props
  const { t } = frame
  return (
    <Layout {...frame}>
      {error && <ErrorSummary t={t} errors={[{ href: '#phone', text: error }]} />}
      <h1>{frame.title}</h1>
      <p>{t('handouts.slip.where', { site: site.name, address: site.address })}</p>
      {rounds.length === 0 && <Notice kind="info" title={t('handouts.slip.none_today')} />}
      {rounds.map((round) => (
        <RoundPart {...props} round={round} />
      ))}
    </Layout>
  )
}

function RoundPart(props: TakeSlipProps & { round: RoundNow }) {
  const { frame, programme, site, round, now } = props
  const { t, lang } = frame
  const item = programme.items.find(({ id }) => id === round.item)
  const verdict = mayTake(round, now)
  return (
    <section>
      <h2>{item ? say(item.title, lang) : round.item}</h2>
      <SummaryList
        items={[
          { label: t('handouts.slips.called_now'), value: String(round.calledNumber ?? '—') },
          { label: t('handouts.slips.free'), value: String(freeNumbers(round, now)) },
          {
            label: t('handouts.slip.expected_now'),
            value: sayTime(expectedAt(round, round.waiting, now)),
          },
        ]}
      />
      {verdict.ok ? (
        <form
          method="post"
          action={`/supply/${programme.id}/sites/${encodeURIComponent(site.siteId)}/slip`}
          novalidate
        >
          <input type="hidden" name="round" value={round.roundId} />
          <TextField
            t={t}
            id="phone"
            label={t('handouts.slip.phone')}
            hint={t('handouts.slip.phone_hint')}
            value={props.phone}
            error={props.error}
            type="tel"
            inputMode="tel"
            autocomplete="tel-national"
            width="short"
          />
          <p class="buttons">
            <Button>{t('handouts.slip.take')}</Button>
          </p>
        </form>
      ) : (
        <Notice kind="warning" title={t(`handouts.slip.${verdict.reason}`)} level={3}>
          {verdict.reason === 'kept_for_late' && round.lateFrom && (
            <p>{t('handouts.slip.late_from', { time: sayTime(round.lateFrom) })}</p>
          )}
        </Notice>
      )}
    </section>
  )
}

export function SlipPage(props: {
  frame: PageFrame
  site: PublicSite
  slip: Slip
  round: RoundNow
  ahead: number
  now: Date
}) {
  const { frame, site, slip, round, ahead, now } = props
  const { t } = frame
  const turn = expectedAt(round, ahead, now)
  return (
    <Layout {...frame} noIndex>
      <h1>{frame.title}</h1>
      <p class="slip-number">{slip.number}</p>
      <Notice
        kind={slip.state === 'called' ? 'success' : 'info'}
        title={t(`handouts.slip.state.${slip.state}`)}
      >
        {slip.state === 'waiting' && (
          <p>
            {t('handouts.slip.ahead', { count: ahead })}{' '}
            <time datetime={machineMoment(turn)}>
              {t('handouts.slip.expected', { time: sayTime(turn) })}
            </time>
          </p>
        )}
      </Notice>
      <SummaryList
        items={[
          { label: t('handouts.slip.site'), value: site.name },
          { label: t('handouts.slip.address'), value: site.address },
          { label: t('handouts.slips.called_now'), value: String(round.calledNumber ?? '—') },
        ]}
      />
      <Reference label={t('handouts.slip.reference')} value={slip.reference ?? ''} />
      <p>{t('handouts.slip.keep')}</p>
    </Layout>
  )
}
