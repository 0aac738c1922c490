/** Readable at any width and in the dark; contrast of text at least 4.5 : 1. */
export const API_PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #d5dae1; --soft: #f3f5f8;
  --link: #0b57d0; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ee; --paper: #14171c; --line: #3a414b; --soft: #1e232a; --link: #9cc2ff; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
header, main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
a { color: var(--link); }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; }
h2 { border-bottom: 1px solid var(--line); text-transform: capitalize; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; padding: 0 .75rem; }
details[open] { padding-bottom: .75rem; }
summary { cursor: pointer; padding: .6rem 0; }
summary:focus-visible, a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.method { display: inline-block; min-width: 4.5rem; font-weight: 700; }
.what { display: block; opacity: .85; }
code { font-size: .92em; background: var(--soft); padding: .1em .3em; border-radius: .25rem;
  overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; }
caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; border-top: 1px solid var(--line);
  padding: .35rem .75rem .35rem 0; font-weight: 400; }
dt { font-weight: 700; }
dd { margin: 0 0 .75rem 1rem; }
dd p { margin: .15rem 0; }
ul { padding-left: 1.25rem; }
`;
