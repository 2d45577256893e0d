import {performance as p} from 'node:perf_hooks'
const t0=p.now()
const {DuckDBInstance}=await import('@duckdb/node-api')
console.log('import',p.now()-t0)
let t=p.now()
const i=await DuckDBInstance.create(':memory:',{threads:'2',autoinstall_known_extensions:'false'})
console.log('create',p.now()-t);t=p.now()
const c=await i.connect()
console.log('connect',p.now()-t);t=p.now()
await c.run(`copy (select random() score,(random()<0.2)::int y,(random()*6)::int a,(random()*6)::int b, ['a','b','c','dd','eee','f'][1+(random()*5)::int] s1, (random()*80)::int age from range(10000)) to '/tmp/ds/small.parquet'`)
console.log('gen',p.now()-t);t=p.now()
const r=await c.runAndReadAll(`select version(), * from duckdb_extensions() where loaded`)
console.log(r.getRowsJson().map(x=>x.slice(0,4)));t=p.now()
const d=await c.runAndReadAll(`describe select * from read_parquet('/tmp/ds/small.parquet')`)
console.log('describe',p.now()-t);t=p.now()
const f=await c.stream(`select * from read_parquet('/tmp/ds/small.parquet')`)
let n=0;for(;;){const ch=await f.fetchChunk();if(!ch||ch.rowCount===0)break;n+=ch.rowCount}
console.log('scan',n,p.now()-t);t=p.now()
console.log((await c.runAndReadAll(`select json_serialize_sql('select a from t where b > 2 and lower(s1) like ''x%''')`)).getRowsJson()[0][0])
console.log('serialize',p.now()-t);t=p.now()
await c.run(`set allowed_paths=['/tmp/ds/small.parquet']`)
await c.run(`set enable_external_access=false`)
await c.run(`set lock_configuration=true`)
console.log('sets',p.now()-t);
for(const q of [`select count(*) from read_parquet('/tmp/ds/small.parquet')`,`select count(*) from read_parquet('/tmp/ds/*.parquet')`,`select * from read_text('/etc/passwd')`,`select * from glob('/etc/*')`,`select getenv('HOME')`,`set threads=1`,`copy (select 1) to '/tmp/ds/o.csv'`,`attach '/tmp/ds/x.db'`,`select count(*) from '/tmp/ds/small.parquet'`,`copy (select 1) to '/tmp/ds/small.parquet'`]){
 try{console.log(q,(await c.runAndReadAll(q)).getRowsJson())}catch(e){console.log(q,'ERR',e.message.slice(0,200))}}
