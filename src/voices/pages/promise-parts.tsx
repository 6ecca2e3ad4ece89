// Smaller parts of the promise to all: what a version's page says of it, the list of journeys, and the
// notice on the pages of a closed test.

import { taipeiDay } from '../../core/clock.ts'
import type { LocalText } from '../../core/errors.ts'
import { type Language, say, type Translate } from '../../core/i18n.ts'
import { sayDay } from '../../core/moments.ts'
import { Button } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Card, Cards } from '../../ui/link-card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type SummaryItem, SummaryList } from '../../ui/summary-list.tsx'
import { isOld, newestByWay } from '../rules/trial.ts'
import { emergencyEnd, listUntold } from '../rules/weighing.ts'
import type { Run } from '../schema/trial.ts'
import type { ReadWeighing } from '../schema/weighing.ts'

export interface SummaryProps {
  t: Translate
  lang: Language
  journeyId: string
  version: number
  owner: LocalText
  runs: Run[]
  weighing: ReadWeighing | null
  /** Number of a version that waits. */
  waiting: number | null
  now: Date
}

export function PromiseSummary(props: SummaryProps) {
  const { t, journeyId, version, waiting } = props
  return (
    <section>
      <h2>{t('voices.weighing.summary')}</h2>
      <SummaryList items={[...testedLines(props), ...toldLines(props)]} />
      <p>
        <a href={`/voices/weighings/${journeyId}/${version}`}>{t('voices.weighing.to_weighing')}</a>
      </p>
      <p>
        <a href={`/voices/trials/${journeyId}`}>
          {waiting === null
            ? t('voices.weighing.to_trials')
            : t('voices.weighing.one_waits', { version: waiting })}
        </a>
      </p>
    </section>
  )
}

function testedLines({ t, lang, owner, runs, now }: SummaryProps): SummaryItem[] {
  return newestByWay(runs).map(({ way, run }) => ({
    label: t(`voices.trial.way.${way}`),
    value: run
      ? t(isOld(run, now) ? 'voices.trial.tested_long_ago' : 'voices.trial.tested_by', {
          by: say(owner, lang),
          on: sayDay(run.endedAt, lang),
        })
      : t('voices.trial.not_yet'),
  }))
}

function toldLines({ t, weighing, now }: SummaryProps): SummaryItem[] {
  if (!weighing) return [{ label: t('voices.weighing.told'), value: t('voices.weighing.none') }]
  const untold = listUntold(weighing, taipeiDay(now)).length
  const all = weighing.stakeholders.length
  return [
    {
      label: t('voices.weighing.told'),
      value:
        untold === 0
          ? t('voices.weighing.all_told', { count: all })
          : t(
              emergencyEnd(weighing)
                ? 'voices.weighing.emergency_untold'
                : 'voices.weighing.some_untold',
              { count: untold },
            ),
    },
  ]
}

export function TrialsListPage(props: {
  frame: PageFrame
  lines: { id: string; title: string; waiting: number | null }[]
}) {
  const { frame, lines } = props
  const { t } = frame
  return (
    <Layout {...frame}>
      <h1>{frame.title}</h1>
      <p>{t('voices.trial.list_lead')}</p>
      <Cards>
        {lines.map(({ id, title, waiting }) => (
          <Card
            href={`/voices/trials/${id}`}
            title={title}
            tag={waiting === null ? undefined : t('voices.trial.list_waits', { version: waiting })}
          />
        ))}
      </Cards>
    </Layout>
  )
}

/** Says that nothing will be sent, and how to stop; in the place of filing, how to end. */
export function TrialNotice(props: { t: Translate; token: string; page: string | null }) {
  const { t, token, page } = props
  if (page === null) {
    return (
      <Notice kind="info" title={t('voices.trial.closed')}>
        <p>{t('voices.trial.here_filed')}</p>
        <p>
          <Button href={`/trials/${token}/end`}>{t('voices.trial.reached_end')}</Button>
        </p>
      </Notice>
    )
  }
  return (
    <Notice kind="info">
      <p>
        {t('voices.trial.closed')}
        <br />
        <a href={`/trials/${token}/end?page=${encodeURIComponent(page)}`}>
          {t('voices.trial.stop_here')}
        </a>
      </p>
    </Notice>
  )
}
