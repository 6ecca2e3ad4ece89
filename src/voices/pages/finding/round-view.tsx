// The weekly round: what it decided, what it may not pass over, and all rounds before.

import type { Language, Translate } from '../../../core/i18n.ts'
import { sayDay } from '../../../core/moments.ts'
import { Button, TextField } from '../../../ui/form.tsx'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Pagination } from '../../../ui/pagination.tsx'
import { StateTag } from '../../../ui/state.tsx'
import { Table } from '../../../ui/table.tsx'
import type { Decision, Finding, Round } from '../../schema/finding.ts'
import type { Service } from '../../schema/service.ts'
import { titleOf } from '../words.ts'
import { DecisionBox, FindingsTable } from './parts.tsx'

export function RoundsPage(props: {
  frame: PageFrame
  rounds: (Round & { decided: number })[]
  nextHref: string | undefined
}) {
  const { frame, rounds, nextHref } = props
  const { t, lang } = frame
  return (
    <Layout {...frame}>
      <h1>{t('voices.round.list_title')}</h1>
      <p>{t('voices.round.lead')}</p>
      <Table
        caption={t('voices.round.list_title')}
        isCaptionUnseen
        empty={t('voices.round.empty')}
        columns={[
          { key: 'day', label: t('voices.round.held') },
          { key: 'starts', label: t('voices.round.starts') },
          { key: 'decided', label: t('voices.round.decided'), numeric: true },
          { key: 'state', label: t('voices.missed.state') },
        ]}
        rows={rounds.map((round) => ({
          cells: {
            day: <a href={`/rounds/${round.heldOn}`}>{sayDay(round.heldOn, lang)}</a>,
            starts: sayDay(round.startsOn, lang),
            decided: String(round.decided),
            state: <RoundTag t={t} round={round} />,
          },
        }))}
      />
      <Pagination t={t} nextHref={nextHref} />
    </Layout>
  )
}

const RoundTag = ({ t, round }: { t: Translate; round: Round }) => (
  <StateTag
    state={round.state === 'open' ? 'moving' : 'done'}
    text={t(`voices.round.state.${round.state}`)}
  />
)

export interface RoundProps {
  frame: PageFrame
  round: Round
  decisions: { decision: Decision; finding: Finding }[]
  /** Ranked; only while the round is open. */
  findings: Finding[]
  mustId: string | undefined
  serviceOf(id: string): Service | null
  mayKeep(finding: Finding): boolean
  mayClose: boolean
  error: string | null
}

export function RoundPage(props: RoundProps) {
  const { frame, round, decisions, findings, mustId, serviceOf, mayKeep } = props
  const { t, lang } = frame
  return (
    <Layout {...frame}>
      <p>
        <a href="/rounds">{t('voices.round.list_title')}</a>
      </p>
      <h1>{t('voices.round.title', { day: sayDay(round.heldOn, lang) })}</h1>
      <p>
        <RoundTag t={t} round={round} />{' '}
        {t('voices.round.changes_start', { day: sayDay(round.startsOn, lang) })}
      </p>
      {round.minutes !== null && <p>{t('voices.round.took', { count: round.minutes })}</p>}
      <h2>{t('voices.round.decided')}</h2>
      {decisions.length === 0 && <p>{t('voices.round.nothing_yet')}</p>}
      {decisions.map(({ decision, finding }) => (
        <>
          <p>
            <a href={`/findings/${finding.findingId}`}>{titleOf(finding, t, lang)}</a>
          </p>
          <DecisionBox t={t} lang={lang} decision={decision} judged={null} />
        </>
      ))}
      {round.state === 'open' && (
        <FindingsTable
          t={t}
          lang={lang}
          caption={t('voices.round.to_decide')}
          findings={findings}
          serviceOf={serviceOf}
          mustId={mustId}
          action={(finding) =>
            mayKeep(finding) ? (
              <a href={`/desk/findings/${finding.findingId}/decision`}>{t('voices.decide.link')}</a>
            ) : (
              t('voices.round.not_yet')
            )
          }
        />
      )}
      {props.mayClose && <Close t={t} lang={lang} {...props} />}
    </Layout>
  )
}

function Close({ t, mustId, error }: { t: Translate; lang: Language } & RoundProps) {
  return (
    <section>
      <h2>{t('voices.round.close')}</h2>
      {mustId && <p>{t('voices.round.oldest_first')}</p>}
      <form method="post" action="/desk/rounds/close" novalidate>
        <TextField
          t={t}
          id="minutes"
          label={t('voices.round.minutes')}
          error={error ?? undefined}
          inputMode="numeric"
          width="short"
          optional
        />
        <Button>{t('voices.round.close')}</Button>
      </form>
    </section>
  )
}
