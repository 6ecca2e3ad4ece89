// Completes package-lock.json after `npm install`: a registry that lacks a foreign platform's build
// makes npm leave that optional package out of the lock, and `npm ci` then refuses the whole file.
// Each missing one gets an entry without integrity; npm still skips it on every other platform.

import { readFileSync, writeFileSync } from 'node:fs'

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const OS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'openharmony',
  'win32',
  'netbsd',
  'openbsd',
  'sunos',
  'aix',
]
const CPU = [
  'arm64',
  'x64',
  'arm',
  'ia32',
  'ppc64',
  'riscv64',
  's390x',
  'loong64',
  'mips64el',
  'wasm32',
]

let added = 0
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (path === '' || isLocked(path, name)) continue
    lock.packages[`node_modules/${name}`] = stub(name, version)
    added += 1
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))
lock.packages = Object.fromEntries(sorted)
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} platform packages added to the lock`)

function isLocked(path, name) {
  return `${path}/node_modules/${name}` in lock.packages || `node_modules/${name}` in lock.packages
}

function stub(name, version) {
  const words = name.split(/[/-]/)
  const os = OS.find((o) => words.includes(o)) ?? 'none'
  const cpu = words.includes('arm') ? 'arm' : (CPU.find((c) => words.includes(c)) ?? 'none')
  return { version: version.replace(/^[\^~]/, ''), cpu: [cpu], optional: true, os: [os] }
}
