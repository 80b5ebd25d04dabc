import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compression } from 'vite-plugin-compression2';

/** Where `npm run dev -w web` finds the API: a town that runs. */
const town = process.env.TOWN_GATEWAY_URL || 'http://127.0.0.1:4000';

export default defineConfig({
  plugins: [
    react(),
    compression({ algorithms: ['brotliCompress', 'gzip'], include: /\.(html|js|css|svg|webmanifest)$/ }),
  ],
  resolve: {
    // Radix locks the page's scrolling with a <style> element, which the content security policy refuses.
    alias: { 'react-style-singleton': new URL('./src/ui/style-singleton.ts', import.meta.url).pathname },
  },
  server: { proxy: { '/api': town, '/socket.io': { target: town, ws: true } } },
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
