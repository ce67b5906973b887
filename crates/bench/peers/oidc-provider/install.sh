#!/usr/bin/env bash
# In an empty folder with package.json and its lock.
set -euo pipefail
npm ci --ignore-scripts --no-audit --no-fund --silent
node -p 'require("./node_modules/oidc-provider/package.json").version + ", Node.js " + process.versions.node' >version
