/** The style sheet of the page, for light and dark screens, wide and narrow ones. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #f7f7f5; --card: #ffffff; --ink: #1c1f23; --soft: #5f6670; --rule: #e3e4e1; --shade: #f0f0ec;
  --good: #1a7f4b; --bad: #b3261e;
  --c0: #2166c2; --c1: #d1620b; --c2: #1d8a6b; --c3: #8a4bbf; --c4: #a8872a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14161a; --card: #1c1f25; --ink: #e8e9eb; --soft: #9aa1ab; --rule: #2e323a; --shade: #22262d;
    --good: #5cc98f; --bad: #ff8a80;
    --c0: #6aa9ff; --c1: #ff9f4f; --c2: #4fcfa5; --c3: #c79bf2; --c4: #e0c05c;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 1220px; padding: 32px 20px 64px;
  background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif;
}
h1 { font-size: 26px; margin: 0 0 4px; letter-spacing: -0.01em; }
h2 { font-size: 19px; margin: 0; }
.soft { color: var(--soft); margin: 0 0 4px; }
section { background: var(--card); border: 1px solid var(--rule); border-radius: 12px; padding: 20px; margin-top: 20px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 16px; margin: 14px 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; margin-top: 8px; }
th, td { text-align: right; padding: 6px 10px; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th { font-weight: 600; color: var(--soft); font-size: 13px; }
th:first-child, td:first-child { text-align: left; }
tr:last-child td { border-bottom: 0; }
.key { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin-right: 8px; vertical-align: -1px; }
.pass { color: var(--good); font-weight: 600; }
.short { color: var(--bad); font-weight: 600; }
svg { width: 100%; height: auto; display: block; }
svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
svg .title { fill: var(--ink); font-weight: 600; font-size: 13px; }
.grid { stroke: var(--rule); stroke-width: 1; }
.shade { fill: var(--shade); }
.series { fill: none; stroke-width: 2; stroke-linejoin: round; }
${[0, 1, 2, 3, 4].map((i) => `.s${i} { stroke: var(--c${i}); } .k${i} { background: var(--c${i}); }`).join("\n")}
ul { margin: 12px 0 0; padding-left: 20px; color: var(--soft); }
`;
