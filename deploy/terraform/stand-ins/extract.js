// node extract.js PACKAGE_DIR OUT.json : provider schema out of a cdktf/cdktn "prebuilt provider" npm package
const fs = require('fs'), path = require('path');
const [, , pkg, out, flag] = process.argv;
// --nested-attributes: the provider speaks protocol 6 with `x = { }` attributes; protocol 5 can't type those, so they become 'any'
const p6 = flag === '--nested-attributes'; const flat = L => { if (!p6) return L; for (const [n, b] of Object.entries(L.blocks)) if (n !== 'timeouts') { delete L.blocks[n]; L.attrs[n] = { t: 'any', c: false, o: !b.min, r: !!b.min }; } return L; }; const lib = path.join(pkg, 'lib');
const S = { provider: null, resources: {}, data: {}, version: null };
const lower = s => s[0].toLowerCase() + s.slice(1);
function parseFile(f) {
  const src = fs.readFileSync(f, 'utf8'); const classes = {}, hcl = {};
  for (const m of src.matchAll(/^class (\w+) extends cdkt[nf]\.(\w+) \{\n([\s\S]*?)^\}/gm)) classes[m[1]] = { base: m[2], body: m[3] };
  const attrsOf = t => { const r = {};
    for (const m of t.matchAll(/^ +(\w+): \{\n +value: (.*),\n +isBlock: (true|false),\n +type: "(\w+)",\n +storageClassType: "(\w+)",/gm))
      r[m[1]] = { value: m[2], block: m[3] === 'true', type: m[4], sct: m[5] };
    return r; };
  for (const m of src.matchAll(/^function (\w+)ToHclTerraform\(struct\) \{\n([\s\S]*?)^\}/gm)) hcl[m[1]] = attrsOf(m[2]);
  // older packages carry no flags in the .js: take 'required' from the .d.ts, call the rest optional+computed
  const dts = {}; const dfile = f.replace(/\.js$/, '.d.ts');
  if (fs.existsSync(dfile)) for (const m of fs.readFileSync(dfile, 'utf8').matchAll(/export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm)) {
    const r = dts[m[1]] = {};
    for (const a of m[2].matchAll(/#(\w+) \w+#\w+\}[\s\S]*?readonly (\w+)(\??):/g)) r[a[1]] = a[3] !== '?'; }
  function level(cls, h, depth, iface) {
    const c = classes[cls]; const L = { attrs: {}, blocks: {} }; if (!c || depth > 9) return L;
    const nested = {};
    for (const m of c.body.matchAll(/^ +(?:this\.)?_\w+ = new (\w+)\(this, "(\w+)"(?:, (true|false))?\)/gm)) nested[m[2]] = { cls: m[1], set: m[3] === 'true' };
    for (const m of c.body.matchAll(/^    \/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)\n(?:    _.*\n)?    get \w+\(\) \{\n(?:\s*\/\/.*\n)*\s*return (.*);/gm)) {
      const n = m[1], a = { c: m[2] === 'true', o: m[3] === 'true', r: m[4] === 'true' }, e = m[5], ha = h && h[n];
      if (nested[n]) {
        const list = /List$/.test(nested[n].cls) && classes[nested[n].cls] && classes[nested[n].cls].base === 'ComplexList';
        const map = classes[nested[n].cls] && classes[nested[n].cls].base === 'ComplexMap';
        const base = nested[n].cls.replace(/(List|Map|OutputReference)$/, '');
        const fn = ha && (/(\w+)ToHclTerraform/.exec(ha.value.replace(/cdkt[nf]\.\w+ToHclTerraform/, '')) || [])[1];
        const kid = level(base + 'OutputReference', fn ? hcl[fn] : null, depth + 1, base);
        if (ha && ha.block && !a.c) {
          const single = ha.type === 'struct';
          L.blocks[n] = { n: single ? 'single' : ha.type === 'set' ? 'set' : ha.type === 'map' ? 'map' : 'list', min: a.r ? 1 : 0, max: single || /listMapper/.test(ha.value) ? 0 : 1, ...kid };
        } else L.attrs[n] = { t: [map ? 'map' : (nested[n].set || (ha && ha.type === 'set')) ? 'set' : list || !ha || ha.type !== 'struct' ? 'list' : 'obj', objOf(kid)], ...a };
        continue;
      }
      let t = 'string';
      const sct = ha && ha.sct, set = (ha && ha.type === 'set') || /tolist\(/.test(e);
      const base = { string: 'string', number: 'number', boolean: 'bool' };
      if (sct && base[sct]) t = base[sct];
      else if (sct === 'any') t = 'any';
      else if (sct === 'stringMapMap') t = ['map', ['map', 'string']];
      else if (sct === 'stringListList') t = ['list', ['list', 'string']];
      else if (sct === 'stringMapList') t = ['list', ['map', 'string']];
      else if (sct === 'stringListMap') t = ['map', ['list', 'string']];
      else if (sct && /List$/.test(sct)) t = [set ? 'set' : 'list', base[sct.replace('List', '')] || 'string'];
      else if (sct && /Map$/.test(sct)) t = ['map', base[sct.replace('Map', '')] || 'string'];
      else if (/StringMapAttribute|StringMapList/.test(e)) t = ['map', 'string'];
      else if (/NumberMapAttribute/.test(e)) t = ['map', 'number']; else if (/BooleanMapAttribute/.test(e)) t = ['map', 'bool'];
      else if (/NumberListAttribute/.test(e)) t = [set ? 'set' : 'list', 'number'];
      else if (/ListAttribute/.test(e)) t = [set ? 'set' : 'list', 'string'];
      else if (/NumberAttribute/.test(e)) t = 'number'; else if (/BooleanAttribute/.test(e)) t = 'bool';
      else if (/interpolationForAttribute|asAny/.test(e)) t = 'any';
      L.attrs[n] = { t, ...a };
    }
    for (const [n, x] of Object.entries(nested)) if (!L.attrs[n] && !L.blocks[n] && !(h && h[n])) {
      const b = x.cls.replace(/(List|Map|OutputReference)$/, '');
      L.attrs[n] = { t: [x.set ? 'set' : /List$/.test(x.cls) ? 'list' : /Map$/.test(x.cls) ? 'map' : 'obj', objOf(level(b + 'OutputReference', null, depth + 1, b))], c: true, o: false, r: false };
    }
    for (const n of Object.keys(h || {})) if (!L.attrs[n] && !L.blocks[n]) {
      const ha = h[n], req = !!(dts[iface] && dts[iface][n]); const a = { c: !req, o: !req, r: req };
      const fn = ha.block && (/(\w+)ToHclTerraform/.exec(ha.value.replace(/cdkt[nf]\.\w+ToHclTerraform/, '')) || [])[1];
      if (fn) { const st = fn[0].toUpperCase() + fn.slice(1), single = ha.type === 'struct';
        L.blocks[n] = { n: single ? 'single' : ha.type === 'set' ? 'set' : 'list', min: req ? 1 : 0, max: single || /listMapper/.test(ha.value) ? 0 : 1, ...level(st + 'OutputReference', hcl[fn], depth + 1, st) }; continue; }
      const b = { string: 'string', number: 'number', boolean: 'bool' }, q = ha.sct;
      L.attrs[n] = { t: b[q] || (q === 'any' ? 'any' : /List$/.test(q) ? [ha.type === 'set' ? 'set' : 'list', b[q.replace('List', '')] || 'string'] : /Map$/.test(q) ? ['map', b[q.replace('Map', '')] || 'string'] : 'string'), ...a };
    }
    return L;
  }
  function objOf(k) { const o = {}; for (const [n, a] of Object.entries(k.attrs)) o[n] = a.t; for (const [n, b] of Object.entries(k.blocks)) o[n] = [b.n === 'single' ? 'obj' : b.n, objOf(b)]; return { obj: o }; }
  for (const [n, c] of Object.entries(classes)) {
    const kind = { TerraformResource: 'resources', TerraformDataSource: 'data', TerraformProvider: 'provider' }[c.base]; if (!kind) continue;
    const tf = (/static tfResourceType = "(\w+)"/.exec(c.body) || new RegExp('^' + n + '\\.tfResourceType = "(\\w+)"', 'm').exec(src) || [])[1];
    const i = c.body.indexOf('synthesizeHclAttributes()'); const h = attrsOf(i < 0 ? '' : c.body.slice(i));
    if (kind === 'provider') {
      const L = { attrs: {}, blocks: {} };
      for (const [a, v] of Object.entries(h)) { if (a === 'alias') continue; // Terraform's own
        if (v.block) { const fn = (/(\w+)ToHclTerraform/.exec(v.value.replace(/cdkt[nf]\.\w+ToHclTerraform/, '')) || [])[1]; const k = { attrs: {}, blocks: {} };
          for (const [x, y] of Object.entries(hcl[fn] || {})) k.attrs[x] = { t: y.sct === 'boolean' ? 'bool' : y.sct === 'number' ? 'number' : /List/.test(y.sct) ? [y.type === 'set' ? 'set' : 'list', 'string'] : /Map/.test(y.sct) ? ['map', 'string'] : 'string', o: true };
          L.blocks[a] = { n: v.type === 'set' ? 'set' : 'list', min: 0, max: 0, ...k }; continue; }
        L.attrs[a] = { t: v.sct === 'boolean' ? 'bool' : v.sct === 'number' ? 'number' : /List/.test(v.sct) ? [v.type === 'set' ? 'set' : 'list', 'string'] : /Map/.test(v.sct) ? ['map', 'string'] : 'string', o: true };
      }
      S.provider = flat(L); S.version = (/providerVersion: '([^']+)'/.exec(c.body) || [])[1];
    } else S[kind][tf] = flat(level(n, h, 0, n + 'Config'));
  }
}
for (const d of fs.readdirSync(lib)) { const f = path.join(lib, d, 'index.js'); if (fs.existsSync(f)) parseFile(f); }
// The packages know no ephemeral resources. Of the two kinds of random_password the ephemeral one has the same arguments without what a state is for.
S.ephemeral = {};
if (S.resources.random_password) {
  const { id, keepers, number, ...attrs } = S.resources.random_password.attrs;
  S.ephemeral.random_password = { attrs, blocks: {} };
}
fs.writeFileSync(out, JSON.stringify(S)); console.log('version', S.version, 'resources', Object.keys(S.resources).length, 'data sources', Object.keys(S.data).length);
