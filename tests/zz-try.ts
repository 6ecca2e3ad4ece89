import { chromium } from 'playwright-core'

const exe = '/tmp/yizhan-chromium-0-153.0.0/chromium'
const b = await chromium.launch({
  executablePath: exe,
  args: ['--no-sandbox', '--disable-gpu'],
  env: { ...process.env, FONTCONFIG_FILE: '/tmp/bx/fonts.conf' },
})
const p = await b.newPage()
await p.setContent('<h1>向陽登山口停車場預約</h1><p>身分證字號 民國115年 𨳊</p>')
const t = performance.now()
await p.screenshot({ path: '/tmp/bx/a.png' })
console.log(performance.now() - t)
const s = await b.newBrowserCDPSession()
console.log(JSON.stringify(await s.send('SystemInfo.getProcessInfo')))
await b.close()
