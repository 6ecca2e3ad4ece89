// One promise: who, what, until when, what came of it, and where all of that is locked.

import type { LocalText } from '../../core/errors.ts'
import { say } from '../../core/i18n.ts'
import { machineMoment, sayDay } from '../../core/moments.ts'
import type { Entry } from '../../core/openlog-chain.ts'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { type SummaryItem, SummaryList } from '../../ui/summary-list.tsx'
import type { PublicPromise } from '../schema.ts'
import { InItsLanguage, PromiseTag } from './parts.tsx'
import { SettleForm, type SettleProps } from './settle.tsx'

export interface PromiseProps {
  frame: PageFrame
  today: string
  promise: PublicPromise
  entries: Entry[]
  agencyName(agencyId: string): LocalText
  /** Only for those who may say what came of it. */
  settle: Omit<SettleProps, 't' | 'lang' | 'promiseId'> | null
}

export function PromisePage(props: PromiseProps) {
  const { frame, promise, settle } = props
  const { t, lang } = frame
  return (
    <Layout {...frame}>
      <h1>
        <InItsLanguage promise={promise} text={promise.what} />
      </h1>
      <PromiseTag promise={promise} today={props.today} t={t} />
      <SummaryList items={[...promisedLines(props), ...outcomeLines(props)]} />
      {settle && <SettleForm t={t} lang={lang} promiseId={promise.promiseId} {...settle} />}
      <p>
        <a href="/promises">{t('promises.back')}</a>
      </p>
    </Layout>
  )
}

function promisedLines({ frame, promise, agencyName }: PromiseProps): SummaryItem[] {
  const { t, lang } = frame
  const { madeAt, dueOn, source, handedFrom } = promise
  return [
    { label: t('promises.agency'), value: say(agencyName(promise.agencyId), lang) },
    { label: t('promises.by'), value: <InItsLanguage promise={promise} text={promise.by} /> },
    { label: t('promises.to'), value: <InItsLanguage promise={promise} text={promise.to} /> },
    {
      label: t('promises.made_on'),
      value: <time datetime={machineMoment(madeAt)}>{sayDay(madeAt, lang)}</time>,
    },
    { label: t('promises.due_on'), value: <time datetime={dueOn}>{sayDay(dueOn, lang)}</time> },
    ...line(t('promises.source'), source.url && <a href={source.url}>{source.url}</a>),
    ...line(t('promises.handed_from'), handedFrom && <PromiseLink id={handedFrom} />),
  ]
}

function outcomeLines({ frame, promise, entries }: PromiseProps): SummaryItem[] {
  const { t, lang } = frame
  const { settledAt, why, evidenceUrl, handedTo } = promise
  return [
    ...line(
      t('promises.settled_on'),
      settledAt && <time datetime={machineMoment(settledAt)}>{sayDay(settledAt, lang)}</time>,
    ),
    ...line(t('promises.why'), why),
    ...line(t('promises.evidence'), evidenceUrl && <a href={evidenceUrl}>{evidenceUrl}</a>),
    ...line(t('promises.handed_to'), handedTo && <PromiseLink id={handedTo} />),
    {
      label: t('promises.log'),
      value: (
        <ul>
          {entries.map(({ sequence, kind }) => (
            <li>
              <a href={`/log/${sequence}`}>{t('promises.log_entry', { sequence })}</a>
              <br />
              {t(kind)}
            </li>
          ))}
        </ul>
      ),
    },
  ]
}

const line = (label: string, value: SummaryItem['value'] | null): SummaryItem[] =>
  value ? [{ label, value }] : []

function PromiseLink({ id }: { id: string }) {
  return <a href={`/promises/${id}`}>{`/promises/${id}`}</a>
}
