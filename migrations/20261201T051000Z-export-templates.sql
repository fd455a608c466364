-- How turns become one text, in formats that leave it open. Null: the usual way.
alter table exports add column template text check (template in ('hh', 'chatml', 'llama3'));
