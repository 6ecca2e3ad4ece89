import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../tests/world.ts'
import { sendMail } from './mail.ts'

let station: TestStation
let server: Server
let received = ''
let answerToData = '250 taken'

/** A mail server that takes everything, or says what `answerToData` says. */
function newMailServer(): Server {
  return createServer((socket) => {
    let isData = false
    socket.write('220 here\r\n')
    socket.on('data', (bytes) => {
      const text = String(bytes)
      received += text
      if (isData && text.endsWith('\r\n.\r\n')) {
        isData = false
        socket.write(`${answerToData}\r\n`)
      } else if (!isData) {
        isData = text.startsWith('DATA')
        socket.write(isData ? '354 go on\r\n' : '250 fine\r\n')
      }
    })
  })
}

beforeAll(async () => {
  station = await newStation({ bare: true })
  server = newMailServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})
afterAll(async () => {
  server.close()
  await station.close()
})

const withServer = (smtpUrl: string | null) => ({
  ...station,
  config: { ...station.config, smtpUrl },
})
const here = () => {
  const address = server.address()
  return `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
}
const MAIL = { to: 'lin@example.tw', subject: '登入代碼', text: '您的登入代碼是 123456' }

test('a mail arrives with its words, from the city', async () => {
  await sendMail(withServer(here()), MAIL)
  expect(received).toContain('RCPT TO:<lin@example.tw>')
  expect(received).toContain('no-reply@localhost')
  const [, body = ''] = received.split(/Encoding: base64[\s\S]*?\r\n\r\n/)
  expect(Buffer.from(body.split('\r\n.')[0] ?? '', 'base64').toString()).toContain('123456')
})

test('a mail that is refused is told, not forgotten', async () => {
  answerToData = '554 no'
  await expect(sendMail(withServer(here()), MAIL)).rejects.toMatchObject({
    kind: 'unavailable',
    messageKey: 'core.mail_failed',
  })
})

test('without a mail server, and with one that is away, sending fails in words', async () => {
  await expect(sendMail(withServer(null), MAIL)).rejects.toMatchObject({
    messageKey: 'core.no_mail',
  })
  await expect(sendMail(withServer('smtp://127.0.0.1:9'), MAIL)).rejects.toMatchObject({
    messageKey: 'core.mail_failed',
  })
})
