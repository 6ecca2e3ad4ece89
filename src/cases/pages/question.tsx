// One page of questions of a draft. The form posts to its own address; a button inside it (`do`)
// changes the page without leaving it, and every press saves what was typed.

import type { Child } from 'hono/jsx'
import { say } from '../../core/i18n.ts'
import { sayDay } from '../../core/moments.ts'
import type { Journey, Page } from '../../journeys/index.ts'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Button, Hidden } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Steps } from '../../ui/steps.tsx'
import { type Correcting, CorrectingNotice } from './correcting.tsx'

export interface QuestionPageProps {
  frame: PageFrame
  journey: Journey
  pages: Page[]
  page: Page
  token: string
  revision: number
  expiresAt: Date
  errors: { href: string; text: string }[]
  /** Told, not stopping: e.g. a member of 70 years. */
  notes: string[]
  /** Another browser saved this draft in between. */
  isMoved: boolean
  /** Null for a new application. */
  correcting: Correcting | null
  phone: string
  /** What agencies could answer, or have answered, of this page; in the same form. */
  reads: Child
  fields: Child
  /** Of a closed test: says so, and how to stop. */
  trial: Child
}

export function QuestionPage(props: QuestionPageProps) {
  const { frame, journey, pages, page, token, revision, errors, notes, isMoved } = props
  const { t, lang } = frame
  const index = pages.findIndex((one) => one.id === page.id)
  const hasUpload = page.questions.some((question) => question.type === 'upload')
  return (
    <Layout {...frame} hasError={errors.length > 0} noIndex>
      {props.trial}
      <BackLink props={props} index={index} />
      {!props.correcting && (
        <Steps
          t={t}
          current={index + 1}
          total={pages.length + 1}
          label={say(journey.title, lang)}
        />
      )}
      {errors.length > 0 && <ErrorSummary t={t} errors={errors} />}
      {isMoved && (
        <Notice kind="warning" title={t('cases.draft_moved')}>
          <p>{t('cases.draft_moved_explain')}</p>
        </Notice>
      )}
      <h1>{say(page.title, lang)}</h1>
      <CorrectingNotice frame={frame} correcting={props.correcting} />
      {page.intro && <p>{say(page.intro, lang)}</p>}
      {notes.map((note) => (
        <Notice kind="info">
          <p>{note}</p>
        </Notice>
      ))}
      <form
        method="post"
        action={`/drafts/${token}/pages/${page.id}`}
        enctype={hasUpload ? 'multipart/form-data' : undefined}
        novalidate
      >
        <Hidden name="revision" value={String(revision)} />
        {props.reads}
        {props.fields}
        <p class="actions">
          <Button>{t('cases.go_on')}</Button>
        </p>
      </form>
      <Saved props={props} />
    </Layout>
  )
}

function BackLink({ props, index }: { props: QuestionPageProps; index: number }) {
  const { frame, pages, token, journey } = props
  const before = pages[index - 1]
  const href = before ? `/drafts/${token}/pages/${before.id}` : `/journeys/${journey.id}`
  return (
    <p>
      <a class="back-link" href={href}>
        {frame.t('cases.back')}
      </a>
    </p>
  )
}

function Saved({ props }: { props: QuestionPageProps }) {
  const { frame, token, expiresAt, phone } = props
  const { t, lang } = frame
  return (
    <aside class="saved">
      <p>
        <a href={`/drafts/${token}`}>{t('cases.draft_link')}</a>
      </p>
      <p class="hint">{t('cases.draft_saved', { on: sayDay(expiresAt, lang) })}</p>
      <p class="hint">{t('cases.draft_help', { phone })}</p>
    </aside>
  )
}
