// A browser for tests of pages: the same one that robots use.

import { type Browser, chromium } from 'playwright-core'
import { readyChromium } from '../src/core/chromium.ts'

export async function launchBrowser(): Promise<Browser> {
  const { executablePath } = await readyChromium(process.env.CHROMIUM_PATH)
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
  })
}
