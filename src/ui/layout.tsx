// The frame of every page: language, skip link, header, main, footer. A page brings its own h1.

import type { Child } from 'hono/jsx'
import { asset } from './assets.ts'

export type T = (key: string, values?: Record<string, string | number>) => string

export interface PageFrame {
  t: T
  lang: 'zh-TW' | 'en'
  path: string
  title: string
  cityName: string
  hasError?: boolean
  signedInAs?: string | null
  islands?: string[]
  wide?: boolean
  /** One line above everything: a demo city says that it is one. */
  banner?: string
  noIndex?: boolean
}

const LANG_TAG = { 'zh-TW': 'zh-Hant-TW', en: 'en' } as const

export function Layout(props: PageFrame & { children?: Child }) {
  const { t, lang, title, cityName, hasError, islands = [], wide, banner, noIndex } = props
  return (
    <html lang={LANG_TAG[lang]}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {noIndex && <meta name="robots" content="noindex" />}
        <title>{`${hasError ? t('ui.error_prefix') : ''}${title} – ${cityName}`}</title>
        <link rel="stylesheet" href={asset('fonts.css')} />
        <link rel="stylesheet" href={asset('styles.css')} />
        {islands.map((name) => (
          <script type="module" src={asset(name)} />
        ))}
      </head>
      <body>
        <a class="skip-link" href="#main">
          {t('ui.skip')}
        </a>
        {banner && <p class="banner">{banner}</p>}
        <Header {...props} />
        <main id="main" class={wide ? 'page page-wide' : 'page'} tabindex={-1}>
          {props.children}
        </main>
        <Footer t={t} cityName={cityName} />
      </body>
    </html>
  )
}

function Header({ t, lang, path, cityName, signedInAs }: PageFrame) {
  return (
    <header class="site-header">
      <a class="site-name" href="/">
        <span class="seal" aria-hidden="true">
          驛
        </span>
        <span>
          <span class="site-name-city">{cityName}</span> {t('ui.site_name')}
        </span>
      </a>
      <nav class="site-nav" aria-label={t('ui.site_nav')}>
        <LanguageSwitch t={t} lang={lang} path={path} />
        {signedInAs ? <a href="/desk">{signedInAs}</a> : <a href="/sign-in">{t('ui.sign_in')}</a>}
      </nav>
    </header>
  )
}

function LanguageSwitch({ t, lang, path }: { t: T; lang: 'zh-TW' | 'en'; path: string }) {
  const other = lang === 'en' ? 'zh-TW' : 'en'
  return (
    <form method="post" action="/language">
      <input type="hidden" name="to" value={other} />
      <input type="hidden" name="back" value={path} />
      <button type="submit" class="link-button" lang={LANG_TAG[other]}>
        {t('ui.other_language')}
      </button>
    </form>
  )
}

function Footer({ t, cityName }: { t: T; cityName: string }) {
  return (
    <footer class="site-footer">
      <nav aria-label={t('ui.footer_nav')}>
        <a href="/agencies">{t('ui.footer_agencies')}</a>
        <a href="/places">{t('ui.footer_places')}</a>
        <a href="/adapters">{t('ui.footer_adapters')}</a>
        <a href="/promises">{t('ui.footer_promises')}</a>
        <a href="/log">{t('ui.footer_log')}</a>
        <a href="/api/v1/openapi.json">{t('ui.footer_api')}</a>
      </nav>
      <p>{t('ui.footer_run_by', { city: cityName })}</p>
    </footer>
  )
}
