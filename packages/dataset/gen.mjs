import {createRequire} from 'node:module'
const {DuckDBInstance}=createRequire(import.meta.url)('@duckdb/node-api')
const i=await DuckDBInstance.create(':memory:'), c=await i.connect()
await c.run(`copy (select random() score,(random()<0.2)::int as label, (random()*6)::int s1,(random()*5)::bigint s2,(random()*7)::tinyint s3, ['a','b','c','dd','eee','f'][1+(random()*5)::int] s4,['north','south','east','west'][1+(random()*3)::int] s5,['bachelors degree','masters degree','doctorate level','some college only'][1+(random()*3)::int] s6, (18+random()*60)::int s7, ['x','y'][1+(random()*1)::int] s8 from range(10000000)) to '/tmp/ds/big.parquet'`)
