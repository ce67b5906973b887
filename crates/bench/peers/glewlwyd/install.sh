#!/usr/bin/env bash
# In an empty folder. The packages are only unpacked here: the machine gets no service of it, and no packages.
set -euo pipefail
mkdir -p archives/partial
fetch() {
  apt-get install --yes --no-install-recommends --reinstall --download-only \
    -o Dir::Cache::archives="$PWD/archives" -o Debug::NoLocking=1 glewlwyd
}
fetch || { apt-get update && fetch; }
for archive in archives/*.deb; do dpkg -x "$archive" .; done
dpkg-deb --field archives/glewlwyd_*.deb Version >version
zcat usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz >init.sql
ln -s "$(dirname "$(find usr/lib -name 'libulfius.so.*' | head -n 1)")" libraries
mkdir -p usr/lib/glewlwyd/user_middleware
rm -r archives
