// Runs the stand-ins as a process of their own, set by the environment.

import { startSandbox } from './start.ts'

const { env } = process
const port = Number(env.SANDBOX_PORT ?? 8090)
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`SANDBOX_PORT is not a port: ${env.SANDBOX_PORT}`)
  process.exit(1)
}

try {
  const sandbox = await startSandbox({
    port,
    dir: env.SANDBOX_DIR ?? './data/sandbox',
    start: env.SANDBOX_START ?? '2026-11-23T09:00:00+08:00',
    policeApiKey: env.POLICE_API_KEY ?? 'demo-police-key',
    ...(env.SHUTTLE_HOOK ? { shuttleHook: env.SHUTTLE_HOOK } : {}),
    ...(env.CLOCK_LISTENER
      ? { listener: { url: env.CLOCK_LISTENER, token: env.CLOCK_TOKEN ?? '' } }
      : {}),
  })
  console.log(`Sandbox ready ${sandbox.url}`)
  const stop = async () => {
    await sandbox.stop()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  if (env.SANDBOX_CHILD === '1') {
    process.stdin.on('end', stop)
    process.stdin.on('close', stop)
    process.stdin.resume()
  }
} catch (cause) {
  console.error(`Sandbox cannot start: ${cause instanceof Error ? cause.message : String(cause)}`)
  process.exit(1)
}
