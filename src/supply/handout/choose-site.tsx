// Which site an officer stands at: by its code, where an address names none.

import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Button, TextField } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'

export function ChooseSitePage(props: {
  frame: PageFrame
  action: string
  typed: string
  error: string | undefined
}) {
  const { frame, action, typed, error } = props
  const { t } = frame
  return (
    <Layout {...frame} noIndex>
      {error && <ErrorSummary t={t} errors={[{ href: '#site', text: error }]} />}
      <h1>{frame.title}</h1>
      <form method="get" action={action}>
        <TextField
          t={t}
          id="site"
          label={t('handouts.counter.site')}
          hint={t('handouts.counter.site_hint')}
          value={typed}
          error={error}
          width="short"
          autocomplete="off"
        />
        <p class="buttons">
          <Button>{t('handouts.counter.go')}</Button>
        </p>
      </form>
    </Layout>
  )
}
