-- A template is part of which export it is. The index is there: nothing is read.
alter table exports drop constraint exports_asked;
alter table exports add constraint exports_asked unique using index exports_asked_so;
