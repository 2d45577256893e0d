import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compress } from './build/compress.ts'
import { initialSize } from './build/initial-size.ts'

const server = process.env['SLUICE_SERVER'] ?? 'http://127.0.0.1:4380'
const toServer = { target: server, changeOrigin: false }

export default defineConfig(({ mode }) => ({
  plugins: [react(), initialSize({ budget: 250 }), compress()],
  resolve: {
    conditions: ['@sluice/source', 'module', 'browser', mode === 'development' ? 'development' : 'production'],
  },
  server: { proxy: { '/trpc': toServer, '/session': toServer, '/api': toServer } },
  build: {
    outDir: 'dist',
    target: 'es2023',
    manifest: true,
    sourcemap: true,
    // Data URIs would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
}))
