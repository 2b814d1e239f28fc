import { expect, test } from 'vitest'
import { addressesOf } from './addresses.mjs'

const address = (text: string, internal: boolean) => ({
  address: text,
  family: 'IPv4' as const,
  internal,
  netmask: '',
  mac: '',
  cidr: null,
})
const interfaces = { lo: [address('127.0.0.1', true)], eth0: [address('192.168.1.7', false)] }

test('listening everywhere, the address in the local network is printed too', () => {
  expect(addressesOf({ host: '0.0.0.0', port: 3000 }, interfaces)).toEqual([
    'http://localhost:3000',
    'http://192.168.1.7:3000',
  ])
})

test('one address is printed as it is, and the public one before all', () => {
  expect(addressesOf({ host: '127.0.0.1', port: 3000 }, interfaces)).toEqual(['http://127.0.0.1:3000'])
  expect(addressesOf({ host: '::1', port: 3000 }, interfaces)).toEqual(['http://[::1]:3000'])
  const publicUrl = 'https://docs.example.org'
  expect(addressesOf({ host: '0.0.0.0', port: 3000, publicUrl }, interfaces)).toEqual([publicUrl])
})
