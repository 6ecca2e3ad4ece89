// nginx with the same bytes as files, packed beforehand (`gzip_static`), one worker as we are one
// process; and as a cache in front of an address.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './port.ts'

export interface Nginx {
  url: string
  close(): void
}

/** The program of the machine; null where it has none. */
export function findProgram(name: string): string | null {
  try {
    return execFileSync('which', [name], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

async function open(program: string, dir: string, location: string): Promise<Nginx> {
  const port = await freePort()
  const config = join(dir, 'nginx.conf')
  writeFileSync(
    config,
    `worker_processes 1; daemon off; pid ${dir}/pid; error_log ${dir}/error.log;
user root;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 1000000; types { application/json json; }
  sendfile on; tcp_nopush on;
  proxy_cache_path ${dir}/cache keys_zone=one:10m;
  client_body_temp_path ${dir}/b; proxy_temp_path ${dir}/p; fastcgi_temp_path ${dir}/f;
  uwsgi_temp_path ${dir}/u; scgi_temp_path ${dir}/s;
  server { listen 127.0.0.1:${port}; ${location} }
}`,
  )
  const running: ChildProcess = spawn(program, ['-c', config, '-p', dir], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  await reachable(url)
  return {
    url,
    close: () => {
      running.kill('SIGTERM')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** @param files name to bytes; `name.gz` is given to whoever takes gzip */
export function serveFiles(program: string, files: Record<string, Uint8Array>): Promise<Nginx> {
  const dir = mkdtempSync(join(tmpdir(), 'yizhan-nginx-'))
  mkdirSync(join(dir, 'files'))
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(dir, 'files', name), bytes)
  return open(program, dir, `location / { root ${dir}/files; gzip_static on; }`)
}

/** A shared cache as a city would put in front: it obeys what we say of keeping. */
export function cacheOf(program: string, origin: string): Promise<Nginx> {
  const dir = mkdtempSync(join(tmpdir(), 'yizhan-nginx-'))
  return open(
    program,
    dir,
    `location / { proxy_pass ${origin}; proxy_cache one; proxy_cache_lock on;
      proxy_cache_use_stale updating; proxy_cache_background_update on;
      add_header X-Cache $upstream_cache_status; }`,
  )
}

async function reachable(url: string): Promise<void> {
  for (let tried = 0; tried < 100; tried += 1) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  throw new Error(`${url} never answered`)
}
