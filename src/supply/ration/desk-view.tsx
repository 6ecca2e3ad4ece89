// Where an officer publishes the next version of a rule, or explains one that began at once.

import type { GateResult } from '../../core/gates.ts'
import { say } from '../../core/i18n.ts'
import { Button, Hidden, TextArea } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Programme } from '../schema/programme.ts'
import type { Published, Version } from './schema.ts'
import { fromWords, itemWords } from './words.ts'

interface DeskProps {
  frame: PageFrame
  programme: Programme
  waiting: Version[]
  due: Published[]
  refused: { number: number; text: string; error: string | null; results: GateResult[] } | null
  done: string | undefined
}

export function RationDesk({ frame, programme, waiting, due, refused, done }: DeskProps) {
  const { t, lang, title } = frame
  const [next] = waiting
  const failed = refused?.results.filter(({ state }) => state === 'failed') ?? []
  return (
    <Layout {...frame}>
      <h1>{title}</h1>
      {done && <Notice kind="success" title={t(`ration.${done}_now`)} />}
      {failed.length > 0 && (
        <Notice kind="danger" title={t('ration.gates_say')}>
          <ul>
            {failed.flatMap(({ findings }) => findings.map((found) => <li>{say(found, lang)}</li>))}
          </ul>
        </Notice>
      )}
      {due.map(({ version }) => (
        <form method="post">
          <h2>{say(version.title, lang)}</h2>
          <Hidden name="number" value={String(version.number)} />
          <Hidden name="way" value="explain" />
          <TextArea
            t={t}
            id={`explain-${version.number}`}
            name="text"
            label={t('ration.explanation')}
            value={refused?.number === version.number ? refused.text : ''}
            error={refused?.number === version.number ? (refused.error ?? undefined) : undefined}
          />
          <Button>{t('ration.explain')}</Button>
        </form>
      ))}
      {!next && <p>{t('ration.nothing_waits')}</p>}
      {next && <Waiting {...{ frame, programme, refused }} version={next} />}
    </Layout>
  )
}

function Waiting({
  frame: { t, lang },
  programme,
  version,
  refused,
}: Pick<DeskProps, 'frame' | 'programme' | 'refused'> & { version: Version }) {
  const isRefused = refused?.number === version.number
  return (
    <section>
      <h2>{say(version.title, lang)}</h2>
      <p>{t('ration.from', { from: fromWords(version.from, lang) })}</p>
      <p>{say(version.reason, lang)}</p>
      <ul>
        {version.shares.map((share) => (
          <li>
            {say(share.title, lang)} {itemWords(share, { t, lang, programme })}
            {t('ration.per_days', { count: share.days })}
          </li>
        ))}
      </ul>
      <form method="post">
        <Hidden name="number" value={String(version.number)} />
        <Hidden name="way" value="usual" />
        <Button>{t('ration.publish')}</Button>
      </form>
      <form method="post">
        <Hidden name="number" value={String(version.number)} />
        <Hidden name="way" value="at_once" />
        <TextArea
          t={t}
          id="why"
          name="text"
          label={t('ration.why_at_once')}
          hint={t('ration.at_once_hint')}
          value={isRefused ? refused.text : ''}
          error={isRefused ? (refused.error ?? undefined) : undefined}
        />
        <Button kind="secondary">{t('ration.publish_at_once')}</Button>
      </form>
    </section>
  )
}
