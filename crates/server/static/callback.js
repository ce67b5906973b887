"use strict";
// Shows what stands behind the # of the address: browsers keep that part to themselves.
const pairs = [...new URLSearchParams(location.hash.slice(1))];
const find = (id) => document.getElementById(id);
const body = find("fragment-table").tBodies[0];
for (const [name, value] of pairs) {
  const row = find("fragment-row").content.cloneNode(true);
  const [nameCell, valueCell] = row.querySelectorAll("code");
  nameCell.textContent = name;
  valueCell.textContent = value;
  body.append(row);
}
find("fragment-table").hidden = pairs.length === 0;
find("fragment-empty").hidden = pairs.length > 0;
if (pairs.some(([name]) => name === "access_token")) {
  find("next-query").hidden = true;
  find("next-fragment").hidden = false;
}
