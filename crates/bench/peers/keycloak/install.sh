#!/usr/bin/env bash
# In an empty folder with realm.json.
set -euo pipefail
version=26.7.0
mvn --quiet --batch-mode dependency:copy -Dartifact="org.keycloak:keycloak-quarkus-dist:$version:zip" -DoutputDirectory=.
python3 -m zipfile -e "keycloak-quarkus-dist-$version.zip" .
rm "keycloak-quarkus-dist-$version.zip"
mv "keycloak-$version" keycloak
mkdir -p keycloak/data/import
mv realm.json keycloak/data/import/bench-realm.json
bash keycloak/bin/kc.sh build --db=dev-mem
echo "$version, $(java -version 2>&1 | head -n 1)" >version
