/**
 * One quiet sheet for every page, after newspapers: serif headlines, hairlines instead of boxes, one accent. System fonts, light and
 * dark, readable at 320 px and on paper. Any word may break, because feeds hold words of any length.
 */
export const pageStyle = `
:root{color-scheme:light dark;--ink:#1c1b19;--soft:#5f5b54;--line:#d9d5cc;--paper:#fdfcf9;--mark:#1d5a82;--hot:#9c2f1b;--calm:#2c6a47;--warn:#7d5800;
--serif:"Iowan Old Style","Palatino Linotype",Palatino,Charter,Georgia,"Noto Serif","Songti SC","Noto Serif CJK SC","Hiragino Mincho ProN",serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","PingFang SC","Noto Sans CJK SC",sans-serif}
@media (prefers-color-scheme:dark){:root{--ink:#e9e6df;--soft:#a8a398;--line:#3a3833;--paper:#171614;--mark:#86bfe6;--hot:#f0a08c;--calm:#8fd0a9;--warn:#e2bf6a}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 var(--sans);overflow-wrap:anywhere}
.masthead,main,footer{max-width:48rem;margin:0 auto;padding:0 1.25rem}
.masthead{padding-top:2rem}
.brand{margin:0;font:700 2.4rem/1.1 var(--serif);letter-spacing:-.01em}
h1{margin:.6rem 0 0;padding:.4rem 0;border-top:3px double var(--ink);border-bottom:1px solid var(--line);font-size:.95rem;font-weight:600}
.query{margin:.6rem 0 0;color:var(--soft);font-size:.85rem}
nav ol{margin:1.2rem 0 0;padding:0 0 0 1.6rem;font-family:var(--serif)}
nav li{margin:.35rem 0}
nav .note{white-space:nowrap}
nav li::marker{color:var(--soft)}
a{color:var(--mark);text-decoration-thickness:1px;text-underline-offset:.15em}
nav a{color:inherit;text-decoration-color:var(--line)}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--mark);outline-offset:2px}
.note,.id{color:var(--soft);font:.82rem/1.5 var(--sans)}
article,.held{border-top:1px solid var(--ink);margin:2.2rem 0 0;padding:.9rem 0 0}
h2{margin:.25rem 0 .5rem;font:700 1.55rem/1.25 var(--serif)}
.tags{margin:0;font-size:.82rem}
.tag{font-weight:700;color:var(--soft)}
.tag+.tag::before{content:"· ";color:var(--soft);font-weight:400}
.tag.outage,.tag.attack,.tag.ongoing{color:var(--hot)}
.tag.vulnerability,.tag.monitoring{color:var(--warn)}
.tag.resolved{color:var(--calm)}
.tag.policy{color:var(--mark)}
.tags .note::before{content:"· "}
.summary{margin:.3rem 0;font:1.08rem/1.55 var(--serif)}
.changed{border-left:3px solid var(--mark);padding-left:.7rem;margin:.7rem 0}
.sure{margin:.5rem 0 0;color:var(--soft)}
h3{margin:1.4rem 0 .5rem;font-size:.9rem;font-weight:700}
h3 small{font-size:.82rem;font-weight:400;color:var(--soft)}
.sectors{list-style:none;margin:0;padding:0;columns:2 17rem;column-gap:2rem;font-size:.92rem}
.sectors li{display:grid;grid-template-columns:11.5rem 1fr 2rem;align-items:center;gap:.5rem;break-inside:avoid}
.bar{height:.4rem;background:linear-gradient(var(--mark),var(--mark)) left/var(--share) 100% no-repeat,var(--line)}
.count{text-align:right;font-variant-numeric:tabular-nums}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(13.5rem,100%),1fr));gap:1rem 1.6rem}
.side{border-top:1px solid var(--line);padding-top:.45rem;font-size:.88rem}
.side h4{margin:0;font:700 1.05rem/1.3 var(--serif)}
.side p{margin:.2rem 0}
.position{color:var(--soft);font-style:italic}
.voices{list-style:none;margin:.3rem 0;padding:0}
.voices li{padding-left:.8rem;text-indent:-.8rem}
.words q{color:var(--mark);margin-right:.25rem}
.contested{margin:1rem 0 0;font-size:.92rem}
.contested ul{display:flex;flex-wrap:wrap;list-style:none;margin:0;padding:0;gap:0 1.4rem}
details{margin-top:1.1rem}
summary{cursor:pointer;color:var(--mark);font-size:.92rem}
.articles,.held ul{padding-left:1.1rem;margin:.5rem 0;font-size:.95rem}
.articles li,.held li{margin:.35rem 0}
.articles li::marker,.held li::marker{color:var(--soft)}
.copy{font-size:.8rem;color:var(--soft)}
.copy::before{content:"· "}
.empty{margin:2.5rem 0;font:1.2rem/1.5 var(--serif)}
footer{margin-top:2.5rem;padding-bottom:3rem}
.receipt{margin:0;padding-top:.8rem;border-top:3px double var(--ink);font-weight:600}
table{table-layout:fixed;border-collapse:collapse;width:100%;margin-top:.6rem;font-size:.85rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .5rem .3rem 0;border-bottom:1px solid var(--line)}
th:first-child{width:24%}th:last-child{width:27%}
code{font-size:.9em}
@media (max-width:34rem){.brand{font-size:2rem}h2{font-size:1.35rem}.sectors{columns:1}.sectors li{grid-template-columns:minmax(0,1fr) 30% 1.8rem}}
@media print{body{font-size:11pt}article,.side{break-inside:avoid}.fates{display:none}details::details-content{content-visibility:visible;block-size:auto}}
`.replace(/\n/g, '');
