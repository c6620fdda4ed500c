#!/usr/bin/env bash
# Builds the front end into dist/, unless dist/ is newer than every source. Called by Maven.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p dist
[ -f package.json ] || exit 0
hash=$(find package.json package-lock.json index.html vite.config.ts tsconfig.json src public -type f 2>/dev/null | LC_ALL=C sort | xargs cat | sha256sum | cut -d' ' -f1)
[ -f dist/index.html ] && [ "$(cat .build-hash 2>/dev/null)" = "$hash" ] && exit 0
npm ci --no-audit --no-fund
npm run build
echo "$hash" > .build-hash
