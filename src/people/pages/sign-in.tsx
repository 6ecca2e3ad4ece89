// Signing in, in two steps, without script: the address, then the code that was sent to it.

import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Button, Hidden, TextField } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'

export interface AddressProps {
  frame: PageFrame
  email: string
  back: string
  /** Of a demo city. */
  accounts: { name: string; email: string; duty: string }[]
  hasProvider: boolean
  error?: string | undefined
}

export function AddressPage({ frame, email, back, accounts, hasProvider, error }: AddressProps) {
  const { t } = frame
  return (
    <Layout {...frame}>
      <h1>{t('people.sign_in')}</h1>
      {error && <ErrorSummary t={t} errors={[{ href: '#email', text: error }]} />}
      {hasProvider && (
        <p>
          <a class="button button-primary" href={`/sign-in/staff?back=${encodeURIComponent(back)}`}>
            {t('people.provider')}
          </a>
        </p>
      )}
      <form method="post" action="/sign-in" novalidate>
        <Hidden name="back" value={back} />
        <TextField
          t={t}
          id="email"
          label={t('people.email')}
          hint={t('people.email_hint')}
          type="email"
          autocomplete="email"
          spellcheck={false}
          value={email}
          error={error}
        />
        <Button kind={hasProvider ? 'secondary' : 'primary'}>{t('people.send_code')}</Button>
      </form>
      {accounts.length > 0 && <DemoAccounts frame={frame} back={back} accounts={accounts} />}
    </Layout>
  )
}

function DemoAccounts({
  frame,
  back,
  accounts,
}: Pick<AddressProps, 'frame' | 'back' | 'accounts'>) {
  const { t } = frame
  return (
    <section>
      <h2>{t('people.demo_accounts')}</h2>
      <p>{t('people.demo_accounts_lead')}</p>
      <ul class="accounts">
        {accounts.map(({ name, email, duty }) => (
          <li>
            <form method="post" action="/sign-in">
              <Hidden name="back" value={back} />
              <Hidden name="email" value={email} />
              <Button kind="secondary">
                <span lang="zh-Hant-TW">{name}</span>
              </Button>
              <p>
                {duty}
                <code>{email}</code>
              </p>
            </form>
          </li>
        ))}
      </ul>
    </section>
  )
}

export interface CodeProps {
  frame: PageFrame
  email: string
  back: string
  /** Of a demo city, where no mail is sent. */
  code: string | null
  isDemo: boolean
  error?: string | undefined
}

export function CodePage({ frame, email, back, code, isDemo, error }: CodeProps) {
  const { t } = frame
  return (
    <Layout {...frame}>
      <h1>{t('people.code_title')}</h1>
      {error && <ErrorSummary t={t} errors={[{ href: '#code', text: error }]} />}
      {isDemo ? (
        <Notice kind="info">
          <p>{code ? t('people.code_shown', { code }) : t('people.code_none', { email })}</p>
        </Notice>
      ) : (
        <p>{t('people.code_sent', { email })}</p>
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
        <a href={`/sign-in?back=${encodeURIComponent(back)}`}>{t('people.code_again')}</a>
      </p>
    </Layout>
  )
}
