import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const COMPRESSIBLE = /\.(js|css|svg|html)$/;

/** Writes `.br` and `.gz` beside each text file once it is on disk, for the server to send as they are. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    async writeBundle({ dir = "dist" }, bundle) {
      const params = { [constants.BROTLI_PARAM_QUALITY]: 10 };
      for (const name of Object.keys(bundle).filter((file) => COMPRESSIBLE.test(file))) {
        const source = await readFile(join(dir, name));
        await writeFile(join(dir, `${name}.gz`), gzipSync(source, { level: 9 }));
        await writeFile(join(dir, `${name}.br`), brotliCompressSync(source, { params }));
      }
    },
  };
}

const FRAMEWORK =
  /node_modules[\\/](react|react-dom|scheduler|use-sync-external-store|@tanstack[\\/](history|store|react-store|router-core|react-router|query-core|react-query))[\\/]|[\\/]csp-(provider|context)[\\/]/;

/** Few files rather than many, since each costs a turn on a slow line; what one page alone needs stays with it. */
const GROUPS = [
  { name: "vega", test: /node_modules[\\/](vega|d3-|topojson)/ },
  { name: "frame", test: FRAMEWORK },
  { name: "icons", test: /node_modules[\\/]lucide-react/, minShareCount: 2 },
  {
    name: "primitives",
    test: /node_modules[\\/](@base-ui|@floating-ui)[\\/](?!react[\\/](csp-provider|internals[\\/]csp-context))/,
    minShareCount: 6,
  },
];

export default defineConfig({
  plugins: [react(), tailwindcss(), compressed()],
  build: {
    target: ["chrome123", "firefox121", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      output: { codeSplitting: { groups: GROUPS } },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
});
