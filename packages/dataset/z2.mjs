import {createRequire} from 'node:module'
import {performance as p} from 'node:perf_hooks'
const {DuckDBInstance}=createRequire(import.meta.url)('@duckdb/node-api')
let t
const i=await DuckDBInstance.create(':memory:',{threads:'2'}), c=await i.connect()
async function st(cols){
 t=p.now();const f=await c.stream(`select ${cols} from read_parquet('/tmp/ds/big.parquet')`);const nc=f.columnCount
 let n=0,ck=0;for(;;){const ch=await f.fetchChunk();if(!ch||ch.rowCount===0)break;n+=ch.rowCount;ck++;for(let j=0;j<nc;j++)ch.getColumnVector(j)}
 console.log(cols,n,ck,Math.round(p.now()-t),'ms rss',Math.round(process.memoryUsage().rss/1e6))
}
await st('s1')
await st('s4');await st('s6');await st('s4,s5,s6,s8');await st('hash(s4),hash(s6)');await st('s4,hash(s4)');await st('s6,hash(s6)');await st('case when s4 is null then null else hash(s4) end,hash(s6)')
t=p.now();await c.run(`select list(distinct s4),list(distinct s5),list(distinct s6),list(distinct s8) from read_parquet('/tmp/ds/big.parquet')`);console.log('distincts',p.now()-t)
t=p.now();await c.run(`select distinct s4 from read_parquet('/tmp/ds/big.parquet')`);console.log('distinct one',p.now()-t)
await c.run(`create type e4 as enum('a','b','c','dd','eee','f')`);await c.run(`create type e6 as enum('bachelors degree','masters degree','doctorate level','some college only')`)
await st('s4::e4');await st('s6::e6'); await st('s4::e4,s6::e6')
await st(`list_position(['a','b','c','dd','eee','f'],s4)`)
await st(`map{'a':1,'b':2,'c':3,'dd':4,'eee':5,'f':6}[s4]`)
await st(`score>0.5 and s1=2`)
await st(`score, hash(label,s1,s2,s3)`)
