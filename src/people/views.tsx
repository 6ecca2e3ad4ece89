// The pages of people as HTML: sign-in in two steps, agencies with their desks.

import { say } from '../core/i18n.ts'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { Button, Hidden, TextField } from '../ui/form.tsx'
import { Layout, type PageFrame } from '../ui/layout.tsx'
import { Notice } from '../ui/notice.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import type { Agency, Desk } from './schema.ts'

interface SignInProps {
  frame: PageFrame
  email: string
  back: string
  accounts: { name: string; email: string }[]
  oidc: boolean
  error?: string
}

export function SignInView({ frame, email, back, accounts, oidc, error }: SignInProps) {
  const { t } = frame
  return (
    <Layout {...frame}>
      <h1>{t('people.sign_in')}</h1>
      {error && <ErrorSummary t={t} errors={[{ href: '#email', text: error }]} />}
      <form method="post" action="/sign-in" novalidate>
        <Hidden name="back" value={back} />
        <TextField
          t={t}
          id="email"
          label={t('people.email')}
          hint={t('people.email_hint')}
          type="email"
          autocomplete="email"
          value={email}
          error={error}
        />
        <Button>{t('people.send_code')}</Button>
      </form>
      {oidc && <p>{t('people.oidc')}</p>}
      {accounts.length > 0 && (
        <section>
          <h2>{t('people.demo_accounts')}</h2>
          {accounts.map((account) => (
            <form method="post" action="/sign-in" class="inline-form">
              <Hidden name="back" value={back} />
              <Hidden name="email" value={account.email} />
              <Button kind="secondary">
                {account.name} {account.email}
              </Button>
            </form>
          ))}
        </section>
      )}
    </Layout>
  )
}

interface CodeProps {
  frame: PageFrame
  email: string
  back: string
  /** Of a demo city, where no mail is sent. */
  code: string | null
  error?: string
}

export function CodeView({ frame, email, back, code, error }: CodeProps) {
  const { t } = frame
  return (
    <Layout {...frame}>
      <h1>{t('people.code_title')}</h1>
      {error && <ErrorSummary t={t} errors={[{ href: '#code', text: error }]} />}
      <p>{t('people.code_sent', { email })}</p>
      {code && (
        <Notice kind="info">
          <p>{t('people.code_shown', { code })}</p>
        </Notice>
      )}
      <form method="post" action="/sign-in/code" novalidate>
        <Hidden name="email" value={email} />
        <Hidden name="back" value={back} />
        <TextField
          t={t}
          id="code"
          label={t('people.code')}
          inputMode="numeric"
          autocomplete="one-time-code"
          width="short"
          error={error}
        />
        <Button>{t('people.sign_in')}</Button>
      </form>
      <p>
        <a href="/sign-in">{t('people.code_again')}</a>
      </p>
    </Layout>
  )
}

interface AgenciesProps {
  frame: PageFrame
  agencies: Agency[]
  desks: Desk[]
}

export function AgenciesView({ frame, agencies, desks }: AgenciesProps) {
  const { t, lang } = frame
  return (
    <Layout {...frame}>
      <h1>{t('people.agencies')}</h1>
      {agencies.map((agency) => (
        <section id={agency.id}>
          <h2>{say(agency.name, lang)}</h2>
          <SummaryList items={agencyLines(agency, frame)} />
          {desks
            .filter((desk) => desk.agency === agency.id)
            .map((desk) => (
              <p>
                {t('people.desk_line', {
                  desk: say(desk.name, lang),
                  from: desk.hours.from,
                  to: desk.hours.to,
                  minutes: desk.minutesPerDay,
                })}
              </p>
            ))}
        </section>
      ))}
    </Layout>
  )
}

function agencyLines(agency: Agency, { t, lang }: PageFrame) {
  const branches = agency.branches.map((branch) => say(branch.name, lang))
  const list = new Intl.ListFormat(lang, { type: 'conjunction' })
  return [
    { label: t('people.phone'), value: agency.phone },
    { label: t('people.site'), value: agency.url && <a href={agency.url}>{agency.url}</a> },
    {
      label: t('people.old_site'),
      value: agency.oldSite && <a href={agency.oldSite}>{agency.oldSite}</a>,
    },
    { label: t('people.branches'), value: branches.length > 0 ? list.format(branches) : undefined },
  ].filter((line) => line.value !== undefined)
}
