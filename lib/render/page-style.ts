/** One quiet sheet for every page: system fonts, light and dark, readable at 320 px and on paper. */
export const pageStyle = `
:root{color-scheme:light dark;--ink:#1b1d22;--soft:#5a6070;--line:#dcdfe6;--paper:#fbfbfc;--card:#fff;--mark:#0b5f8a;--hot:#a3341f;--calm:#2c6e49;--warn:#8a6100}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaee;--soft:#a2a9b8;--line:#333843;--paper:#14161a;--card:#1b1e24;--mark:#6fc0ea;--hot:#f09a86;--calm:#86d0a5;--warn:#e3bd62}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK SC",sans-serif}
.masthead,main,footer{max-width:52rem;margin:0 auto;padding:0 1.25rem}
.masthead{padding-top:2rem}
.brand{margin:0;font-weight:700;letter-spacing:.08em;text-transform:uppercase;font-size:.8rem;color:var(--mark)}
h1{margin:.1rem 0 1rem;font-size:1.5rem;line-height:1.25}
h2{margin:.2rem 0 .5rem;font-size:1.3rem;line-height:1.3}
h3{margin:1.1rem 0 .4rem;font-size:.85rem;text-transform:uppercase;letter-spacing:.05em;color:var(--soft)}
h3 small{text-transform:none;letter-spacing:0}
a{color:var(--mark)}
nav ol{margin:0 0 1.5rem;padding-left:1.4rem}
nav span,.by,.id,time{color:var(--soft);font-size:.85rem}
article,.held{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.1rem 1.3rem;margin:0 0 1.25rem}
.tags{margin:0}
.tag{display:inline-block;border:1px solid currentColor;border-radius:99px;padding:0 .6em;font-size:.78rem;color:var(--soft)}
.tag.outage,.tag.attack,.tag.ongoing{color:var(--hot)}
.tag.monitoring,.tag.vulnerability{color:var(--warn)}
.tag.resolved{color:var(--calm)}
.tag.policy{color:var(--mark)}
.summary{margin:.3rem 0;max-width:44rem}
.changed{border-left:3px solid var(--mark);padding-left:.7rem;margin:.6rem 0}
.sure{margin:.8rem 0 0;color:var(--soft)}
.sectors{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:.15rem 1.6rem}
.sectors li{display:grid;grid-template-columns:11.5rem 1fr 2rem;align-items:center;gap:.5rem;font-size:.92rem}
.bar{height:.5rem;border-radius:3px;background:linear-gradient(var(--mark),var(--mark)) left/var(--share) 100% no-repeat,var(--line)}
.count{text-align:right;font-variant-numeric:tabular-nums}
.sides{display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:.8rem}
.side{border:1px solid var(--line);border-radius:8px;padding:.7rem .8rem}
.side h4{margin:0;font-size:1rem}
.side p,.side ul{margin:.25rem 0;font-size:.88rem}
.side ul{padding-left:1.1rem}
.position{color:var(--soft)}
.words q{color:var(--mark);margin-right:.2rem}
.contested{margin:.7rem 0 0}
details{margin-top:.9rem}
summary{cursor:pointer}
.articles{padding-left:1.1rem;margin:.5rem 0}
.articles li{margin:.25rem 0}
.copy{font-size:.78rem;border:1px solid var(--line);border-radius:4px;padding:0 .35em;color:var(--soft)}
.receipt{font-weight:600}
footer{padding-bottom:3rem}
table{border-collapse:collapse;width:100%;font-size:.85rem}
th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid var(--line)}
code{font-size:.85em}
@media (max-width:30rem){.sectors li{grid-template-columns:9rem 1fr 2rem}table{display:block;overflow-x:auto}}
@media print{article{break-inside:avoid}details{display:none}}
`.replace(/\n/g, '');
